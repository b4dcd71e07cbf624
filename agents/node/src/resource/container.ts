import type { Attributes } from '@opentelemetry/api';
import type { ReadText } from './files.ts';

/** The last part of a path: `…/<id>`, `…/docker-<id>.scope`, `…:cri-containerd:<id>`. */
const OF_CGROUP = /(?:^|[/:-])([0-9a-f]{64})(?:\.scope)?(?:\/container)?$/m;
/** Amazon's Fargate: task and container. */
const OF_FARGATE = /\/ecs\/(?:[\w-]+\/)?([0-9a-f]{32}-\d+)$/m;
/** Docker and Podman mount files of the container into it; sandboxes are of the pod. */
const OF_MOUNTS = /\/(?:containers|overlay-containers)\/([0-9a-f]{64})\//;

/**
 * The id of the container by what the kernel says of this process: cgroup v1 names it itself, v2
 * shows it at the most in the list of mounts.
 */
export function containerAttributes(read: ReadText): Attributes {
  const cgroup = read('/proc/self/cgroup') ?? '';
  const id =
    OF_CGROUP.exec(cgroup)?.[1] ??
    OF_FARGATE.exec(cgroup)?.[1] ??
    OF_MOUNTS.exec(read('/proc/self/mountinfo') ?? '')?.[1];
  return id === undefined ? {} : { 'container.id': id };
}
