/** Every process of the stack has this namespace; it tells them from the services of users. */
export const OWN_NAMESPACE = 'nunchi';

export type OwnProcess = 'collector' | 'query-api' | 'control-loop';
export const OWN_PROCESSES: readonly OwnProcess[] = ['collector', 'query-api', 'control-loop'];

/** The `service.name` of a process of the stack. */
export const ownService = (process: OwnProcess): string => `nunchi-${process}`;
export const OWN_SERVICES: readonly string[] = OWN_PROCESSES.map(ownService);

/** A request with this header brings the stack's own telemetry, which is counted apart. */
export const OWN_TELEMETRY_HEADER = 'x-nunchi-own-telemetry';
