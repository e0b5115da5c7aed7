{{/* The schema of a LabelSelector's parts. */}}
{{- define "k8s-wait.policies.labels" -}}
matchLabels:
  description: Labels with their values, all of which must be there.
  type: object
  maxProperties: 64
  additionalProperties: {type: string, maxLength: 63}
matchExpressions:
  description: Requirements, all of which must hold.
  type: array
  maxItems: 64
  x-kubernetes-list-type: atomic
  items:
    type: object
    required: [key, operator]
    properties:
      key: {type: string, minLength: 1, maxLength: 317}
      operator: {type: string, enum: [In, NotIn, Exists, DoesNotExist]}
      values:
        type: array
        maxItems: 64
        x-kubernetes-list-type: atomic
        items: {type: string, maxLength: 63}
    x-kubernetes-validations:
      - rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && self.values.size() > 0 : !has(self.values) || self.values.size() == 0"
        message: In and NotIn need values, Exists and DoesNotExist take none.
{{- end -}}

{{/* One of the two kinds: a dict of root, kind, plural, short and scope. */}}
{{- define "k8s-wait.policies.definition" -}}
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  {{- include "k8s-wait.metadata" (dict "root" .root "name" (printf "%s.wait.k8s" .plural) "annotations" (dict "helm.sh/resource-policy" "keep")) | nindent 2 }}
spec:
  group: wait.k8s
  scope: {{ .scope }}
  names:
    kind: {{ .kind }}
    listKind: {{ .kind }}List
    plural: {{ .plural }}
    singular: {{ lower .kind }}
    shortNames: [{{ .short }}]
    categories: [k8s-wait]
  versions:
    - name: v1alpha1
      served: true
      storage: true
      subresources:
        status: {}
      additionalPrinterColumns:
        - {name: Accepted, type: string, jsonPath: '.status.conditions[?(@.type=="Accepted")].status'}
        - {name: Mode, type: string, jsonPath: .spec.mode}
        - {name: Priority, type: integer, jsonPath: .spec.priority}
        - {name: Matched, type: integer, jsonPath: .status.matched}
        - {name: Waiting, type: integer, jsonPath: .status.waiting}
        - {name: Ungated, type: integer, jsonPath: .status.ungated}
        - {name: Reason, type: string, priority: 1, jsonPath: '.status.conditions[?(@.type=="Accepted")].reason'}
        - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
      schema:
        openAPIV3Schema:
          description: {{ .description }}
          type: object
          required: [spec]
          properties:
            apiVersion: {type: string}
            kind: {type: string}
            metadata: {type: object}
            spec:
              type: object
              required: [selector, dependencies]
              properties:
                selector:
                  description: The pods that it is for. Every part must hold; {} selects all.
                  type: object
                  properties:
                    {{- include "k8s-wait.policies.labels" . | nindent 20 }}
                    ownerKind:
                      description: Kind of the workload that the pod belongs to, or of its controller.
                      type: string
                      pattern: ^[A-Z][A-Za-z0-9]{0,62}$
                    ownerName:
                      description: Name of that workload.
                      type: string
                      minLength: 1
                      maxLength: 253
                    {{- if eq .scope "Cluster" }}
                    namespaces:
                      description: Names of the namespaces; by default all that the webhook serves.
                      type: array
                      minItems: 1
                      maxItems: 64
                      x-kubernetes-list-type: set
                      items: {type: string, maxLength: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'}
                    namespaceSelector:
                      description: What the labels of the pod's Namespace must be.
                      type: object
                      properties:
                        {{- include "k8s-wait.policies.labels" . | nindent 24 }}
                    {{- end }}
                dependencies:
                  description: Lists of what the pods wait for, in the grammar of the annotations, without their prefix wait.k8s/.
                  type: object
                  minProperties: 1
                  maxProperties: 64
                  additionalProperties: {type: string, minLength: 1, maxLength: 16384}
                  x-kubernetes-validations:
                    - rule: self.all(k, k == 'for' || k.startsWith('for-') || k.startsWith('for.'))
                      message: Lists are called for and for-KIND, as for-service; timeout and the like stand beside dependencies.
                priority:
                  description: Of two policies that say different things of a pod, the one with the higher priority wins.
                  type: integer
                  minimum: -1000000
                  maximum: 1000000
                  default: 0
                mode:
                  description: Enforce lets pods wait; Audit only says what they would wait for.
                  type: string
                  enum: [Enforce, Audit]
                  default: Enforce
                timeout:
                  description: How long to wait, as 10m, or none.
                  type: string
                  minLength: 1
                  maxLength: 32
                onTimeout: {type: string, enum: [fail, proceed], description: What the end of that time does.}
                onFailure: {type: string, enum: [fail, wait], description: What a dependency that failed for good does.}
                position: {type: string, enum: [first, last], description: Where the waiting container stands.}
                cpu: {type: string, minLength: 1, maxLength: 32, description: Its CPU request and limit.}
                memory: {type: string, minLength: 1, maxLength: 32, description: Its memory request and limit.}
                image: {type: string, minLength: 1, maxLength: 512, description: Its image; the server must allow it.}
            status:
              type: object
              properties:
                inForceSince:
                  description: Since when every pod that is created is bound by this generation.
                  type: string
                  format: date-time
                  nullable: true
                matched: {type: integer, minimum: 0, description: Pods that it selects.}
                waiting: {type: integer, minimum: 0, description: Those of them that wait.}
                ungated: {type: integer, minimum: 0, description: Those of them that it binds and that were created without being gated.}
                conditions:
                  type: array
                  maxItems: 8
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [type]
                  items:
                    type: object
                    required: [type, status, reason, message, lastTransitionTime]
                    properties:
                      type: {type: string, maxLength: 316}
                      status: {type: string, enum: ["True", "False", Unknown]}
                      observedGeneration: {type: integer, format: int64, minimum: 0}
                      reason: {type: string, maxLength: 1024}
                      message: {type: string, maxLength: 32768}
                      lastTransitionTime: {type: string, format: date-time}
{{- end -}}
