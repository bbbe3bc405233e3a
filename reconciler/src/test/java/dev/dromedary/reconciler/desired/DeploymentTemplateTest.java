package dev.dromedary.reconciler.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dromedary.crd.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The typical uses of a template, and each rule of docs/configuration.md, one case each. */
class DeploymentTemplateTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
            case                                  | function                                       | template                                              | merged
            replicas for all                      | spec: {strategy: {}}                           | spec: {replicas: 3}                                   | spec: {replicas: 3, strategy: {}}
            explicit zero wins                    | spec: {replicas: 0}                            | spec: {replicas: 3}                                   | spec: {replicas: 0}
            nothing in the function               | ''                                             | spec: {replicas: 3}                                   | spec: {replicas: 3}
            nothing in the template               | spec: {replicas: 2}                            | ''                                                    | spec: {replicas: 2}
            null is unset                         | spec: {replicas: null}                         | spec: {replicas: 3}                                   | spec: {replicas: 3}
            labels by key                         | metadata: {labels: {a: x, n: ''}}              | metadata: {labels: {a: y, b: z, n: w}}                | metadata: {labels: {a: x, b: z, n: ''}}
            a strategy is one thing               | spec: {strategy: {type: Recreate}}             | spec: {strategy: {rollingUpdate: {maxSurge: 1}}}      | spec: {strategy: {type: Recreate}}
            a strategy of the template            | spec: {strategy: {}}                           | spec: {strategy: {type: Recreate}}                    | spec: {strategy: {type: Recreate}}
            """)
    void deployments(String name, String function, String template, String merged) {
        assertMerges(function, template, merged);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
            case                                  | function                                       | template                                              | merged
            node selector by key                  | nodeSelector: {disk: ssd}                      | nodeSelector: {disk: hdd, zone: a}                    | nodeSelector: {disk: ssd, zone: a}
            explicit false wins                   | shareProcessNamespace: false                   | shareProcessNamespace: true                           | shareProcessNamespace: false
            tolerations united                    | tolerations: [{key: a, effect: NoSchedule}]    | tolerations: [{key: b, operator: Exists}]             | tolerations: [{key: a, effect: NoSchedule}, {key: b, operator: Exists}]
            one toleration, written twice         | tolerations: [{key: a, value: x}]              | tolerations: [{key: a, operator: Equal, value: x}]    | tolerations: [{key: a, value: x}]
            volumes by name                       | volumes: [{name: v, emptyDir: {}}]             | volumes: [{name: v, nfs: {}}, {name: w}]              | volumes: [{name: v, emptyDir: {}}, {name: w}]
            pull secrets                          | imagePullSecrets: [{name: a}]                  | imagePullSecrets: [{name: b}, {name: a}, {name: b}]   | imagePullSecrets: [{name: a}, {name: b}]
            the user of a security context        | securityContext: {runAsUser: 7}                | securityContext: {runAsUser: 1000, fsGroup: 1000}     | securityContext: {runAsUser: 7, fsGroup: 1000}
            OpenShift's empty security context    | dnsPolicy: Default                             | securityContext: {}                                   | dnsPolicy: Default\\nsecurityContext: {}
            an empty one asks for nothing         | securityContext: {}                            | securityContext: {runAsUser: 5}                       | securityContext: {runAsUser: 5}
            a spread is told apart by its key     | topologySpreadConstraints: [{topologyKey: z}]  | topologySpreadConstraints: [{topologyKey: z, maxSkew: 2}, {topologyKey: h}] | topologySpreadConstraints: [{topologyKey: z}, {topologyKey: h}]
            preferences add up                    | affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]}} | affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}, {weight: 2}]}} | affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}, {weight: 2}]}}
            node terms are alternatives           | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{a: b}]}}} | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{c: d}]}}} | affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{a: b}]}}}
            a side car                            | containers: [{name: '', env: [{name: A}]}]     | containers: [{}, {name: proxy, image: p}]             | containers: [{name: '', env: [{name: A}]}, {name: proxy, image: p}]
            a side car, and no container          | containers: null                               | containers: [{}, {name: proxy, image: p}]             | containers: [{}, {name: proxy, image: p}]
            a side car of both                    | containers: [{name: f}, {name: proxy, args: [a]}] | containers: [{}, {name: other}, {name: proxy, image: p, args: [b]}] | containers: [{name: f}, {name: proxy, image: p, args: [a]}, {name: other}]
            init containers by name               | initContainers: [{name: i, image: x}]          | initContainers: [{name: j}, {name: i, tty: true}]     | initContainers: [{name: i, image: x, tty: true}, {name: j}]
            """)
    void pods(String name, String function, String template, String merged) {
        assertMerges(pod(function), pod(template), pod(merged));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
            case                                  | function                                       | template                                              | merged
            the first, whatever its name          | name: f                                        | {name: any, tty: true}                                | {name: f, tty: true}
            proxy variables                       | env: [{name: A, value: '1'}]                   | env: [{name: HTTPS_PROXY, value: p}]                  | env: [{name: A, value: '1'}, {name: HTTPS_PROXY, value: p}]
            the function's variable, whole        | env: [{name: A, value: ''}]                    | env: [{name: A, valueFrom: {}}]                       | env: [{name: A, value: ''}]
            mounts by path                        | volumeMounts: [{mountPath: /a, name: v}]       | volumeMounts: [{mountPath: /a, name: w}, {mountPath: /b, name: w}] | volumeMounts: [{mountPath: /a, name: v}, {mountPath: /b, name: w}]
            ports by number and protocol          | ports: [{containerPort: 80}]                   | ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}] | ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
            arguments are never mixed             | args: [a]                                      | {args: [b, c], command: [d]}                          | {args: [a], command: [d]}
            resources that are not written        | resources: {}                                  | resources: {limits: {cpu: 1}}                         | resources: {limits: {cpu: 1}}
            resources by key                      | resources: {limits: {cpu: 2}}                  | resources: {limits: {cpu: 1, memory: 1Gi}}            | resources: {limits: {cpu: 2, memory: 1Gi}}
            a request gives way to a limit        | resources: {limits: {cpu: 100m}}               | resources: {requests: {cpu: 1}}                       | resources: {limits: {cpu: 100m}, requests: {cpu: 100m}}
            a limit gives way to a request        | resources: {requests: {memory: 2Gi}}           | resources: {limits: {memory: 1Gi}}                    | resources: {requests: {memory: 2Gi}, limits: {memory: 2Gi}}
            a probe does one thing                | livenessProbe: {exec: {command: [x]}}          | livenessProbe: {httpGet: {port: 1}, periodSeconds: 9} | livenessProbe: {exec: {command: [x]}, periodSeconds: 9}
            """)
    void ownContainers(String name, String function, String template, String merged) {
        assertMerges(container(function), container(template), container(merged));
    }

    @Test
    void annotationsOfPods() {
        assertMerges(
                "spec: {template: {metadata: {creationTimestamp: null, annotations: {a: mine}}}}",
                "spec: {template: {metadata: {annotations: {a: theirs, b: theirs}}}}",
                "spec: {template: {metadata: {creationTimestamp: null, annotations: {a: mine, b: theirs}}}}");
    }

    private static void assertMerges(String function, String template, String merged) {
        assertThat(DeploymentTemplate.merge(tree(function), tree(template))).isEqualTo(tree(merged));
    }

    private static String container(String text) {
        return pod(text.startsWith("{") ? "containers: [" + text + "]" : "containers: [{" + text + "}]");
    }

    private static String pod(String text) {
        return "spec: {template: {spec: {" + text.replace("\\n", ", ") + "}}}";
    }

    private static JsonNode tree(String yaml) {
        Document document = Document.parse(yaml, "");
        assertThat(document.problems()).isEmpty();
        return document.tree();
    }
}
