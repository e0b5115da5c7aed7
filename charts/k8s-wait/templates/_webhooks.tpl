{{/* What all entries have in common. */}}
{{- define "k8s-wait.webhook.common" -}}
admissionReviewVersions: [v1, v1beta1]
sideEffects: None
matchPolicy: Equivalent
timeoutSeconds: {{ .Values.webhook.timeoutSeconds }}
reinvocationPolicy: {{ .Values.webhook.reinvocationPolicy }}
clientConfig:
  # No caBundle: the server, or cert-manager, keeps it, and what is not here is taken away by no upgrade.
  service:
    name: {{ include "k8s-wait.fullname" . }}
    namespace: {{ .Release.Namespace }}
    path: /mutate
    port: {{ .Values.service.webhook.port }}
objectSelector: {}
namespaceSelector:
  matchExpressions:
    {{- include "k8s-wait.webhook.namespaces" . | nindent 4 }}
{{- end -}}

{{/* Namespaces that are left out are known to the API server, so this holds while the server is down. */}}
{{- define "k8s-wait.webhook.namespaces" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values:
    {{- concat (list "kube-system" "kube-node-lease" .Release.Namespace) .Values.webhook.excludedNamespaces | uniq | toYaml | nindent 4 }}
{{- if eq .Values.webhook.injection "optIn" }}
- key: wait.k8s/injection
  operator: In
  values: [enabled]
{{- else }}
- key: wait.k8s/injection
  operator: NotIn
  values: [disabled]
{{- end }}
{{- with .Values.webhook.namespaceExpressions }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Pods with a wait annotation or a container of our image. An expression that errs would refuse the pod, so nothing is taken to be there. */}}
{{- define "k8s-wait.webhook.annotatedPods" -}}
- name: annotated-or-ours
  expression: >-
    (has(object.metadata.annotations) &&
    object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))) ||
    (has(object.spec.initContainers) && object.spec.initContainers.exists(c, has(c.image) &&
    {{ include "k8s-wait.spellings" . | replace "\"" "'" }}.exists(r,
    c.image == r || c.image.startsWith(r + ':') || c.image.startsWith(r + '@')))) ||
    (has(object.spec.containers) && object.spec.containers.exists(c, has(c.image) &&
    {{ include "k8s-wait.spellings" . | replace "\"" "'" }}.exists(r,
    c.image == r || c.image.startsWith(r + ':') || c.image.startsWith(r + '@'))))
{{- end -}}

{{/* All other pods: those that say nothing by annotations which people write. What the webhook itself has written does not count, so that it is asked again. */}}
{{- define "k8s-wait.webhook.otherPods" -}}
- name: not-annotated
  expression: >-
    !has(object.metadata.annotations) ||
    !object.metadata.annotations.exists(k, k.startsWith('wait.k8s/') &&
    k != 'wait.k8s/policies' && k != 'wait.k8s/injected-by')
- name: not-static
  expression: >-
    !has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)
{{- end -}}

{{/* Workloads of nobody else's making, which stay, and which have a wait annotation, had one, or have one in their pod template, where a mistake is refused too, or in their Job template, where it has no effect and somebody should hear so. With policies all of them, since any may wait by these for what waits for it. */}}
{{- define "k8s-wait.webhook.annotatedWorkloads" -}}
- name: no-controller
  expression: >-
    !has(object.metadata.ownerReferences) ||
    !object.metadata.ownerReferences.exists(o, has(o.controller) && o.controller)
- name: not-being-deleted
  expression: '!has(object.metadata.deletionTimestamp)'
{{- if or (not .Values.policies.enabled) (eq (include "k8s-wait.circles" .) "off") }}
- name: annotated
  expression: >-
    (has(object.metadata.annotations) &&
    object.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))) ||
    (oldObject != null && has(oldObject.metadata.annotations) &&
    oldObject.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))) ||
    (has(object.spec.template) && has(object.spec.template.metadata) &&
    has(object.spec.template.metadata.annotations) &&
    object.spec.template.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))) ||
    (has(object.spec.jobTemplate) && has(object.spec.jobTemplate.metadata) &&
    has(object.spec.jobTemplate.metadata.annotations) &&
    object.spec.jobTemplate.metadata.annotations.exists(k, k.startsWith('wait.k8s/'))) ||
    (has(object.spec.jobTemplate) && has(object.spec.jobTemplate.spec.template.metadata) &&
    has(object.spec.jobTemplate.spec.template.metadata.annotations) &&
    object.spec.jobTemplate.spec.template.metadata.annotations.exists(k, k.startsWith('wait.k8s/')))
{{- end }}
{{- end -}}
