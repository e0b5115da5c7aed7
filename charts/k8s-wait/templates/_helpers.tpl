{{- define "k8s-wait.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* The name of all objects. 40 characters leave room for the longest ending within a Service's 63. */}}
{{- define "k8s-wait.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "k8s-wait.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "k8s-wait.selectorLabels" -}}
app.kubernetes.io/name: {{ include "k8s-wait.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "k8s-wait.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "k8s-wait.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: k8s-wait
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Metadata of an object: (dict "root" $ "name" … "namespace" … "labels" … "annotations" …); without a namespace it is the cluster's. */}}
{{- define "k8s-wait.metadata" -}}
{{- $labels := merge (dict) (default dict .labels) (include "k8s-wait.labels" .root | fromYaml) -}}
{{- $annotations := merge (dict) (default dict .annotations) .root.Values.commonAnnotations -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- toYaml $labels | nindent 2 }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "k8s-wait.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "k8s-wait.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "k8s-wait.kubeVersion" -}}
{{- default .Capabilities.KubeVersion.Version .Values.kubeVersion -}}
{{- end -}}

{{/* "true" where the cluster is at least that version: (list $ "1.28"). Pre-releases of a version count as it. */}}
{{- define "k8s-wait.atLeast" -}}
{{- $version := include "k8s-wait.kubeVersion" (index . 0) -}}
{{- if semverCompare (printf ">=%s.0-0" (index . 1)) $version -}}true{{- end -}}
{{- end -}}

{{/* Registry and repository: (list $ .Values.image.wait) */}}
{{- define "k8s-wait.repository" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- with $root.Values.image.registry -}}{{- trimSuffix "/" . -}}/{{- end -}}
{{- $image.repository -}}
{{- end -}}

{{/* The whole reference of an image, likewise. */}}
{{- define "k8s-wait.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- include "k8s-wait.repository" . -}}
{{- if $image.digest -}}@{{- $image.digest -}}{{- else -}}:{{- default $root.Chart.AppVersion $image.tag -}}{{- end -}}
{{- end -}}

{{/* The same repository as people may write it, as a JSON list: Docker Hub's can be written without its name. */}}
{{- define "k8s-wait.spellings" -}}
{{- $repository := include "k8s-wait.repository" (list . .Values.image.wait) -}}
{{- $first := first (splitList "/" $repository) -}}
{{- $hasRegistry := and (contains "/" $repository) (or (eq $first "localhost") (contains "." $first) (contains ":" $first)) -}}
{{- $path := $repository -}}
{{- if $hasRegistry -}}{{- $path = trimPrefix (printf "%s/" $first) $repository -}}{{- end -}}
{{- if or (not $hasRegistry) (has $first (list "docker.io" "index.docker.io")) -}}
{{- $short := trimPrefix "library/" $path -}}
{{- $paths := list $path -}}
{{- if not (contains "/" $short) -}}{{- $paths = list $short (printf "library/%s" $short) -}}{{- end -}}
{{- $all := $paths -}}
{{- range $registry := list "docker.io" "index.docker.io" -}}
{{- range $paths -}}{{- $all = append $all (printf "%s/%s" $registry .) -}}{{- end -}}
{{- end -}}
{{- $all | toJson -}}
{{- else -}}
{{- list $repository | toJson -}}
{{- end -}}
{{- end -}}

{{- define "k8s-wait.webhookHost" -}}
{{- printf "%s.%s.svc" (include "k8s-wait.fullname" .) .Release.Namespace -}}
{{- end -}}

{{- define "k8s-wait.statusHost" -}}
{{- printf "%s-status.%s.svc" (include "k8s-wait.fullname" .) .Release.Namespace -}}
{{- end -}}

{{- define "k8s-wait.authoritiesSecret" -}}
{{- include "k8s-wait.fullname" . }}-authorities
{{- end -}}

{{- define "k8s-wait.jobMemory" -}}
{{- include "k8s-wait.fullname" . }}-job-memory
{{- end -}}

{{/* The Secret that certificates are mounted from; empty where the server makes them. */}}
{{- define "k8s-wait.certificateSecret" -}}
{{- if eq .Values.tls.mode "certManager" -}}
{{- include "k8s-wait.fullname" . }}-tls
{{- else if eq .Values.tls.mode "existingSecret" -}}
{{- .Values.tls.existingSecret.name -}}
{{- end -}}
{{- end -}}

{{/* failurePolicy of the entry for annotated pods. Without matchConditions every pod of the cluster would depend on us. */}}
{{- define "k8s-wait.failurePolicy" -}}
{{- if include "k8s-wait.atLeast" (list . "1.28") -}}{{- .Values.webhook.failurePolicy -}}{{- else -}}Ignore{{- end -}}
{{- end -}}
