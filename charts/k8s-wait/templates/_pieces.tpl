{{- define "k8s-wait.ipFamilies" -}}
{{- with .Values.service.ipFamilyPolicy }}
ipFamilyPolicy: {{ . }}
{{- end }}
{{- with .Values.service.ipFamilies }}
ipFamilies:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* tls.crt, tls.key and ca.crt, of which gated pods get the pins. tls.crt must hold what ca.crt holds: of our own chain cert-manager leaves the root out, so the pinned authority is the one below it. */}}
{{- define "k8s-wait.certificateVolume" -}}
{{- $existing := .Values.tls.existingSecret -}}
{{- $secret := include "k8s-wait.certificateSecret" . -}}
projected:
  defaultMode: 0440
  sources:
    - secret:
        name: {{ $secret }}
        items:
          {{- if eq .Values.tls.mode "existingSecret" }}
          - {key: {{ $existing.certificateKey }}, path: tls.crt}
          - {key: {{ $existing.privateKeyKey }}, path: tls.key}
          - {key: {{ $existing.authorityKey }}, path: ca.crt}
          {{- else }}
          - {key: tls.crt, path: tls.crt}
          - {key: tls.key, path: tls.key}
          {{- if .Values.tls.certManager.issuerRef }}
          - {key: ca.crt, path: ca.crt}
          {{- else }}
    - secret:
        name: {{ include "k8s-wait.fullname" . }}-authority
        items:
          - {key: tls.crt, path: ca.crt}
          {{- end }}
          {{- end }}
{{- end -}}
