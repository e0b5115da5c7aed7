{{/* The server's arguments, as a JSON list. */}}
{{- define "k8s-wait.arguments" -}}
{{- $fullname := include "k8s-wait.fullname" . -}}
{{- $arguments := list
  (printf "--webhook-listen=:%d" (int .Values.ports.webhook))
  (printf "--status-listen=:%d" (int .Values.ports.status))
  (printf "--operator-listen=:%d" (int .Values.ports.operator))
  (printf "--namespace=%s" .Release.Namespace)
  (printf "--lease-name=%s" $fullname)
  (printf "--job-memory-name=%s" (include "k8s-wait.jobMemory" .))
  (printf "--webhook-configuration=%s" $fullname)
  (printf "--status-url=https://%s:%d" (include "k8s-wait.statusHost" .) (int .Values.service.status.port))
  (printf "--image=%s" (include "k8s-wait.image" (list . .Values.image.wait)))
  (printf "--drain-time=%ds" (int .Values.drainSeconds))
-}}
{{- with .Values.image.pullPolicy -}}
{{- $arguments = append $arguments (printf "--image-pull-policy=%s" .) -}}
{{- end -}}
{{- with .Values.image.wait.pullSecret -}}
{{- $arguments = append $arguments (printf "--image-pull-secret=%s" .) -}}
{{- end -}}
{{- if eq .Values.tls.mode "selfManaged" -}}
{{- $arguments = append $arguments (printf "--tls-secret=%s" (include "k8s-wait.authoritiesSecret" .)) -}}
{{- $arguments = append $arguments (printf "--tls-names=%s" (include "k8s-wait.webhookHost" .)) -}}
{{- else -}}
{{- $arguments = concat $arguments (list "--tls-cert=/etc/k8s-wait/tls/tls.crt" "--tls-key=/etc/k8s-wait/tls/tls.key" "--tls-ca=/etc/k8s-wait/tls/ca.crt") -}}
{{- end -}}
{{- if .Values.tls.clientAuthority.configMap -}}
{{- $arguments = append $arguments "--client-ca=/etc/k8s-wait/clients/ca.crt" -}}
{{- end -}}
{{- if .Values.policies.enabled -}}
{{- $arguments = append $arguments "--policies=true" -}}
{{- end -}}
{{- if .Values.legacy.enabled -}}
{{- $arguments = append $arguments (printf "--legacy-listen=:%d" (int .Values.legacy.port)) -}}
{{- $arguments = append $arguments (printf "--legacy-namespaces=%s" (join "," .Values.legacy.namespaces)) -}}
{{- end -}}
{{- $config := deepCopy .Values.config -}}
{{- if and .Values.openshift (kindIs "string" $config.runAsUser) (not $config.runAsUser) -}}
{{- $_ := set $config "runAsUser" "none" -}}
{{- end -}}
{{- $_ := set $config "circles" (include "k8s-wait.circles" .) -}}
{{- if and .Values.service.status.clusterIP (not $config.statusAddresses) -}}
{{- $_ := set $config "statusAddresses" (list .Values.service.status.clusterIP) -}}
{{- end -}}
{{- range $key, $value := $config -}}
{{- $text := "" -}}
{{- if kindIs "slice" $value -}}
{{- $text = join "," $value -}}
{{- else if kindIs "map" $value -}}
{{- $items := list -}}
{{- range $name, $item := $value -}}{{- $items = append $items (printf "%s=%s" $name (include "k8s-wait.scalar" $item)) -}}{{- end -}}
{{- $text = join "," $items -}}
{{- else if kindIs "bool" $value -}}
{{- if not $value -}}{{- $text = "false" -}}{{- end -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $text = include "k8s-wait.scalar" $value -}}
{{- end -}}
{{- if $text -}}
{{- $arguments = append $arguments (printf "--%s=%s" (kebabcase $key) $text) -}}
{{- end -}}
{{- end -}}
{{- $arguments = concat $arguments .Values.extraArgs -}}
{{/* The kubelet expands $(NAME) in arguments. */}}
{{- $escaped := list -}}
{{- range $arguments -}}{{- $escaped = append $escaped (replace "$(" "$$(" .) -}}{{- end -}}
{{- $escaped | toJson -}}
{{- end -}}

{{/* What becomes of circles: YAML reads off as false. */}}
{{- define "k8s-wait.circles" -}}
{{- if kindIs "bool" .Values.config.circles -}}off{{- else -}}{{- .Values.config.circles -}}{{- end -}}
{{- end -}}

{{/* A number or a text as text: Helm reads numbers as floats. */}}
{{- define "k8s-wait.scalar" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{- int64 . -}}{{- else -}}{{- . -}}{{- end -}}
{{- end -}}
