{{/* Settings that would harm the cluster, or contradict each other. Renders nothing. */}}
{{- define "k8s-wait.guards" -}}
{{- if has .Release.Namespace (list "kube-system" "kube-node-lease" "kube-public") -}}
{{- fail (printf "k8s-wait must not run in %s: the webhook leaves its own namespace out, and who administers that one would own it. Install it into a namespace of its own: helm install %s … --namespace k8s-wait --create-namespace" .Release.Namespace .Release.Name) -}}
{{- end -}}
{{- if and (not .Values.autoscaling.enabled) (lt (int .Values.replicas) 1) -}}
{{- fail "replicas is 0: with failurePolicy Fail no annotated pod could be created. To stop k8s-wait, uninstall the release, which removes the webhook first." -}}
{{- end -}}
{{- if .Values.autoscaling.enabled -}}
{{- if lt (int .Values.autoscaling.minReplicas) 1 -}}
{{- fail "autoscaling.minReplicas is 0: with failurePolicy Fail no annotated pod could be created while there is no replica." -}}
{{- end -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail (printf "autoscaling.minReplicas (%d) is more than autoscaling.maxReplicas (%d)." (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- end -}}
{{- end -}}
{{- include "k8s-wait.guards.tls" . -}}
{{- include "k8s-wait.guards.ports" . -}}
{{- if and .Values.legacy.enabled (not .Values.legacy.namespaces) -}}
{{- fail "legacy.enabled needs legacy.namespaces: it answers anyone, so say for which namespaces; [\"*\"] is all." -}}
{{- end -}}
{{- include "k8s-wait.guards.arguments" . -}}
{{- end -}}

{{- define "k8s-wait.guards.tls" -}}
{{- $tls := .Values.tls -}}
{{- if and (eq $tls.mode "existingSecret") (not $tls.existingSecret.name) -}}
{{- fail "tls.mode is existingSecret, and tls.existingSecret.name is empty: name the Secret." -}}
{{- end -}}
{{- if and (ne $tls.mode "existingSecret") $tls.existingSecret.name -}}
{{- fail (printf "tls.existingSecret.name is set, but tls.mode is %s: set tls.mode to existingSecret, or leave the name out." $tls.mode) -}}
{{- end -}}
{{- if and (ne $tls.mode "certManager") $tls.certManager.issuerRef -}}
{{- fail (printf "tls.certManager.issuerRef is set, but tls.mode is %s: set tls.mode to certManager, or leave the issuer out." $tls.mode) -}}
{{- end -}}
{{- if and (ne $tls.mode "selfManaged") (or .Values.config.leafLifetime .Values.config.authorityLifetime .Values.config.promoteAfter) -}}
{{- fail (printf "config.leafLifetime, authorityLifetime and promoteAfter are about certificates that the server makes itself, but tls.mode is %s." $tls.mode) -}}
{{- end -}}
{{- end -}}

{{- define "k8s-wait.guards.ports" -}}
{{- $seen := dict -}}
{{- $ports := dict "ports.webhook" .Values.ports.webhook "ports.status" .Values.ports.status "ports.operator" .Values.ports.operator -}}
{{- if .Values.legacy.enabled -}}{{- $_ := set $ports "legacy.port" .Values.legacy.port -}}{{- end -}}
{{- range $name, $port := $ports -}}
{{- $key := toString (int $port) -}}
{{- if hasKey $seen $key -}}
{{- fail (printf "%s and %s are both %s: give each a port of its own." (get $seen $key) $name $key) -}}
{{- end -}}
{{- $_ := set $seen $key $name -}}
{{- end -}}
{{- end -}}

{{/* What the chart sets because other objects depend on it, and the value to set instead. */}}
{{- define "k8s-wait.ownFlags" -}}
webhook-listen: ports.webhook
status-listen: ports.status
operator-listen: ports.operator
legacy-listen: legacy
legacy-namespaces: legacy.namespaces
namespace: the release's namespace
lease-name: fullnameOverride
job-memory-name: fullnameOverride
webhook-configuration: fullnameOverride
tls-secret: tls.mode
tls-names: tls.mode
tls-cert: tls.existingSecret
tls-key: tls.existingSecret
tls-ca: tls.existingSecret
client-ca: tls.clientAuthority
status-url: service.status.port
image: image.wait
image-pull-policy: image.pullPolicy
image-pull-secret: image.wait.pullSecret
drain-time: drainSeconds
policies: policies.enabled
{{- end -}}

{{- define "k8s-wait.guards.arguments" -}}
{{- $own := include "k8s-wait.ownFlags" . | fromYaml -}}
{{- $config := .Values.config -}}
{{- range .Values.extraArgs -}}
{{- $flag := . | trimPrefix "--" | splitList "=" | first -}}
{{- if hasKey $own $flag -}}
{{- fail (printf "extraArgs must not have --%s, since other objects of the chart depend on it: set %s." $flag (get $own $flag)) -}}
{{- end -}}
{{- if hasKey $config (camelcase $flag | untitle) -}}
{{- fail (printf "extraArgs must not have --%s: set config.%s." $flag (camelcase $flag | untitle)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
