import type { Meter } from '@opentelemetry/api';

/** Processor time and memory of the process, by the semantic conventions' names. */
export function measureProcess(meter: Meter): void {
  meter
    .createObservableCounter('process.cpu.time', {
      unit: 's',
      description: 'Processor time by mode.',
    })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / 1e6, { 'cpu.mode': 'user' });
      result.observe(system / 1e6, { 'cpu.mode': 'system' });
    });

  let before = process.cpuUsage();
  let at = performance.now();
  meter
    .createObservableGauge('process.cpu.utilization', {
      unit: '1',
      description: 'Share of one processor since the last time, by mode.',
    })
    .addCallback((result) => {
      const used = process.cpuUsage(before);
      const elapsedMicros = Math.max((performance.now() - at) * 1000, 1);
      before = process.cpuUsage();
      at = performance.now();
      result.observe(used.user / elapsedMicros, { 'cpu.mode': 'user' });
      result.observe(used.system / elapsedMicros, { 'cpu.mode': 'system' });
    });

  meter
    .createObservableUpDownCounter('process.memory.usage', {
      unit: 'By',
      description: 'Resident memory.',
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter
    .createObservableGauge('process.uptime', { unit: 's', description: 'Time since the start.' })
    .addCallback((result) => result.observe(process.uptime()));
}
