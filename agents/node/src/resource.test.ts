import { expect, test, vi } from 'vitest';
import { readEnvironment } from './environment.ts';
import { describeProcess, type Machine } from './resource.ts';

const CONTAINER = 'ab12'.repeat(16);
const POD = '3f1c9a52-7d52-4d0e-9a43-0b2a6d0f1c11';

/** A machine with these files and no other. */
function describe(
  variables: NodeJS.ProcessEnv = {},
  files: Record<string, string> = {},
  hostname = 'checkout-6f7d-x2x9z',
) {
  const problems: string[] = [];
  const machine: Machine = { read: (path) => files[path], hostname };
  const env = readEnvironment(variables, (problem) => problems.push(problem));
  const { attributes, asyncAttributesPending } = describeProcess(env, machine);
  expect(asyncAttributesPending).toBeFalsy();
  return { attributes, problems };
}

test('the process says who it is by itself', () => {
  const { attributes } = describe();
  expect(attributes).toMatchObject({
    'service.name': expect.stringMatching(/./),
    'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'host.name': 'checkout-6f7d-x2x9z',
    'process.pid': process.pid,
    'process.creation.time': expect.stringMatching(/^20.*Z$/),
    'process.runtime.name': 'nodejs',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.distro.name': '@nunchi/agent',
  });
  expect(Object.keys(attributes)).not.toContain('process.command_args');
  expect(Object.keys(attributes).filter((key) => /^(k8s|container)/.test(key))).toEqual([]);
});

test('the environment knows better', () => {
  const { attributes, problems } = describe({
    OTEL_SERVICE_NAME: 'checkout',
    OTEL_RESOURCE_ATTRIBUTES:
      'service.instance.id=checkout-1,service.name=x, team = tea%2C%20shop ,',
  });
  expect(attributes).toMatchObject({
    'service.name': 'checkout',
    'service.instance.id': 'checkout-1',
    team: 'tea, shop',
  });
  expect(problems).toEqual([]);
});

test.each(['a', 'a=b=c', '=b', 'a=%E0%A4%A', `a=${'x'.repeat(256)}`, 'fine=1,a'])(
  'attributes %s → one warning, and none of them',
  (OTEL_RESOURCE_ATTRIBUTES) => {
    const { attributes, problems } = describe({ OTEL_RESOURCE_ATTRIBUTES });
    expect(Object.keys(attributes)).not.toContain('fine');
    expect(Object.keys(attributes)).not.toContain('a');
    expect(problems).toEqual([expect.stringMatching(/^OTEL_RESOURCE_ATTRIBUTES is "/)]);
  },
);

test.each([
  ['cgroup v1', { '/proc/self/cgroup': `9:cpu:/docker/${CONTAINER}\n1:x:/` }],
  ['systemd', { '/proc/self/cgroup': `0::/system.slice/docker-${CONTAINER}.scope` }],
  ['containerd', { '/proc/self/cgroup': `1:cpu:/kubepods-pod1.slice:cri-containerd:${CONTAINER}` }],
  ['podman', { '/proc/self/cgroup': `0::/user.slice/libpod-${CONTAINER}.scope/container` }],
  [
    'cgroup v2',
    {
      '/proc/self/cgroup': '0::/',
      '/proc/self/mountinfo':
        `598 578 254:1 /run/containerd/io.containerd.grpc.v1.cri/sandboxes/${'cd34'.repeat(16)}/hostname /etc/hostname\n` +
        `599 578 254:1 /var/lib/docker/containers/${CONTAINER}/hostname /etc/hostname rw`,
    },
  ],
])('the id of a container, %s', (_, files) => {
  expect(describe({}, files).attributes['container.id']).toBe(CONTAINER);
});

test('Fargate has ids of its own', () => {
  const id = `${'0a'.repeat(16)}-1234567890`;
  const files = { '/proc/self/cgroup': `9:cpu:/ecs/${'0a'.repeat(16)}/${id}` };
  expect(describe({}, files).attributes['container.id']).toBe(id);
});

const CLUSTER = { KUBERNETES_SERVICE_HOST: '10.0.0.1' };

test('in Kubernetes: by the downward API, the service account and what the kubelet mounts', () => {
  const files = {
    '/proc/self/cgroup': '0::/',
    '/proc/self/mountinfo': `7 8 8:1 /var/lib/kubelet/pods/${POD}/containers/app/1a2b /dev/termination-log rw`,
    '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'shop\n',
  };
  expect(describe(CLUSTER, files).attributes).toMatchObject({
    'k8s.pod.name': 'checkout-6f7d-x2x9z',
    'k8s.pod.uid': POD,
    'k8s.namespace.name': 'shop',
    'k8s.container.name': 'app',
  });
  const stated = { POD_NAME: 'checkout-0', POD_NAMESPACE: 'tea', NODE_NAME: 'node-1' };
  expect(describe({ ...CLUSTER, ...stated }, files).attributes).toMatchObject({
    'k8s.pod.name': 'checkout-0',
    'k8s.pod.uid': POD,
    'k8s.namespace.name': 'tea',
    'k8s.node.name': 'node-1',
  });
});

test('cgroup v1 has the pod, too; a pod with the network of its node is not called as that', () => {
  const files = {
    '/proc/self/cgroup': `1:cpu:/kubepods/besteffort/pod${POD.replaceAll('-', '_')}/${CONTAINER}`,
  };
  const { attributes } = describe({ ...CLUSTER, NODE_NAME: 'node-1' }, files, 'node-1');
  expect(attributes).toMatchObject({ 'k8s.pod.uid': POD, 'container.id': CONTAINER });
  expect(Object.keys(attributes)).not.toContain('k8s.pod.name');
});

test('outside of Kubernetes its variables mean something else, and odd values nothing', () => {
  const names = (env: NodeJS.ProcessEnv) =>
    Object.keys(describe(env).attributes).filter((key) => key.startsWith('k8s.'));
  expect(names({ POD_NAME: 'a', NODE_NAME: 'b' })).toEqual([]);
  expect(names({ ...CLUSTER, POD_NAME: 'a\nb', POD_UID: 'x'.repeat(300) })).toEqual([
    'k8s.pod.name',
  ]);
});

test('the id of the machine, unless this is a container', () => {
  const files = { '/etc/machine-id': `${'5'.repeat(32)}\n` };
  expect(describe({}, files).attributes['host.id']).toBe('5'.repeat(32));
  const contained = { ...files, '/proc/self/cgroup': `1:cpu:/docker/${CONTAINER}` };
  expect(Object.keys(describe({}, contained).attributes)).not.toContain('host.id');
});

test('detectors can be chosen', () => {
  const files = { '/proc/self/cgroup': `1:cpu:/docker/${CONTAINER}` };
  const of = (OTEL_NODE_RESOURCE_DETECTORS: string) => {
    const env = { OTEL_NODE_RESOURCE_DETECTORS, OTEL_RESOURCE_ATTRIBUTES: 'team=tea', ...CLUSTER };
    const { attributes, problems } = describe({ ...env, OTEL_SERVICE_NAME: 'shop' }, files);
    expect(attributes).toMatchObject({ 'service.name': 'shop' });
    const keys = Object.keys(attributes).filter((key) => !/^(service|telemetry)\./.test(key));
    return { groups: [...new Set(keys.map((key) => key.split('.')[0]))].sort(), problems };
  };
  expect(of('none')).toEqual({ groups: [], problems: [] });
  expect(of('env, host')).toEqual({ groups: ['host', 'team'], problems: [] });
  expect(of('container,k8s,serviceinstance').groups).toEqual(['container', 'k8s']);
  expect(of('all').groups).toEqual(['container', 'host', 'k8s', 'os', 'process', 'team']);
  const { groups, problems } = of('os,gcp');
  expect(groups).toEqual(['os']);
  expect(problems).toEqual([
    expect.stringMatching(/^OTEL_NODE_RESOURCE_DETECTORS .*gcp is left out$/),
  ]);
});

test('real files are read without a fault, whatever this machine is', () => {
  const env = readEnvironment({ ...CLUSTER }, () => {});
  expect(describeProcess(env).attributes['host.name']).toEqual(expect.any(String));
});

test('a working directory that was removed → the application is found all the same', () => {
  vi.spyOn(process, 'cwd').mockImplementation(() => {
    throw new Error('ENOENT');
  });
  try {
    const resource = describeProcess(readEnvironment({ OTEL_SERVICE_NAME: 'shop' }, () => {}));
    expect(resource.attributes['service.name']).toBe('shop');
  } finally {
    vi.restoreAllMocks();
  }
});
