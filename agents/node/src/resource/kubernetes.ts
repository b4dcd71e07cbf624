import type { Attributes } from '@opentelemetry/api';
import type { ReadText } from './files.ts';

type Variables = Readonly<NodeJS.ProcessEnv>;

/** What people call the variables that the downward API or a chart fills; the first counts. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'k8s.pod.name': ['K8S_POD_NAME', 'POD_NAME', 'MY_POD_NAME', 'KUBERNETES_POD_NAME'],
  'k8s.pod.uid': ['K8S_POD_UID', 'POD_UID', 'MY_POD_UID'],
  'k8s.namespace.name': [
    'K8S_NAMESPACE_NAME',
    'K8S_NAMESPACE',
    'K8S_POD_NAMESPACE',
    'POD_NAMESPACE',
    'MY_POD_NAMESPACE',
    'KUBERNETES_NAMESPACE',
  ],
  'k8s.node.name': ['K8S_NODE_NAME', 'NODE_NAME', 'MY_NODE_NAME', 'KUBERNETES_NODE_NAME'],
  'k8s.container.name': ['K8S_CONTAINER_NAME', 'CONTAINER_NAME', 'MY_CONTAINER_NAME'],
  'k8s.cluster.name': ['K8S_CLUSTER_NAME', 'CLUSTER_NAME'],
  'k8s.deployment.name': ['K8S_DEPLOYMENT_NAME', 'DEPLOYMENT_NAME'],
  'k8s.statefulset.name': ['K8S_STATEFULSET_NAME'],
  'k8s.daemonset.name': ['K8S_DAEMONSET_NAME'],
  'k8s.job.name': ['K8S_JOB_NAME'],
  'k8s.cronjob.name': ['K8S_CRONJOB_NAME'],
};

const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const UUID = '[0-9a-f]{8}[-_](?:[0-9a-f]{4}[-_]){3}[0-9a-f]{12}';
const POD_IN_CGROUP = new RegExp(`[/-]pod(${UUID})(?:[./]|$)`, 'm');
/** What the kubelet mounts: `/…/pods/<uid>/containers/<name>/<hash> /dev/termination-log`. */
const POD_IN_MOUNTS = new RegExp(`/pods/(${UUID})/`);
const CONTAINER_IN_MOUNTS = new RegExp(`/pods/${UUID}/containers/([a-z0-9-]{1,63})/`);
/** Names, uids and labels of Kubernetes. */
const NAME = /^[\w.:/-]{1,253}$/;

/** Where this process is in a cluster; nothing outside of one. Nothing asks the API server. */
export function kubernetesAttributes(env: Variables, read: ReadText, hostname: string): Attributes {
  if (!env['KUBERNETES_SERVICE_HOST']) return {};
  const attributes: Attributes = {};
  const set = (key: string, value: string | undefined) => {
    const name = value?.trim() ?? '';
    if (attributes[key] === undefined && NAME.test(name)) attributes[key] = name;
  };
  for (const [key, variables] of Object.entries(VARIABLES)) {
    for (const variable of variables) set(key, env[variable]);
  }
  const mounts = read('/proc/self/mountinfo') ?? '';
  const uid =
    POD_IN_CGROUP.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? POD_IN_MOUNTS.exec(mounts)?.[1];
  set('k8s.pod.uid', uid?.replaceAll('_', '-'));
  set('k8s.container.name', CONTAINER_IN_MOUNTS.exec(mounts)?.[1]);
  set('k8s.namespace.name', read(NAMESPACE_FILE));
  // A pod is called as its host, unless it shares the name of the node that it runs on.
  if (hostname !== attributes['k8s.node.name']) set('k8s.pod.name', hostname);
  return attributes;
}
