import { randomBytes } from 'node:crypto';
import { logDirectory } from './output.ts';
import { localUrl, type LauncherSettings } from './settings.ts';
import { type ShopSettings, shopUrl } from './shop.ts';

/** What is shown when all is ready: where things are, and how to send a first trace. */
export function banner(settings: LauncherSettings, seconds: string, uiUrl?: string): string {
  const { host, dataDir, queryPort, collectorPort, controlPort, clickhouseUrl } = settings;
  const query = localUrl(host, queryPort);
  const collector = localUrl(host, collectorPort);
  const rows: readonly (readonly [string, string])[] = [
    ['UI', uiUrl ?? query],
    ['API docs', `${query}/api/docs`],
    ['OTLP/HTTP', `${collector}  (/v1/traces, /v1/logs, /v1/metrics)`],
    ['OpAMP', `${localUrl(host, controlPort)}/v1/opamp`],
    ...(clickhouseUrl ? [['ClickHouse', clickhouseUrl.origin] as const] : []),
    ['Data', dataDir],
    ['Logs', logDirectory(dataDir)],
  ];
  return `
Nunchi is ready, after ${seconds} s.

${rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`).join('\n')}

${settings.shop ? story(settings.shop, uiUrl ?? query) : `Send a first trace:\n\n${firstTrace(collector)}`}

Ctrl-C stops everything.
`;
}

/** What there is to see in the demo, and how to make it happen. */
function story({ ports }: ShopSettings, ui: string): string {
  const gateway = shopUrl(ports.gateway);
  const rows = [
    ['Shop', `${gateway}/products`],
    ['Service map', `${ui}/map?from=now-5m&refresh=5s`],
    ['Alarms', `${ui}/alarms`],
    ['Control loop', `${ui}/control`],
  ] as const;
  return `The shop is open and has visitors:

${rows.map(([name, value]) => `  ${name.padEnd(14)}${value}`).join('\n')}

Make payment slow; an alarm fires, and waits in the UI for your word on opening the breakers:

  ${misbehave(ports.payment, { slowMs: 1_500 })}

and quick again:

  ${misbehave(ports.payment, { slowMs: 0 })}

test/shop/README.md tells what else can go wrong.`;
}

function misbehave(port: number, how: object): string {
  const json = "-H 'content-type: application/json'";
  return `curl -sS ${shopUrl(port)}/misbehave ${json} -d '${JSON.stringify(how)}'`;
}

/** A command for any POSIX shell; the span lies in the second in which it is run. */
function firstTrace(collector: string): string {
  const ids = `"traceId":"${hex(16)}","spanId":"${hex(8)}"`;
  const time = (name: string, nanoseconds: string) => `"${name}":"'$(date +%s)'${nanoseconds}"`;
  return `  curl -sS ${collector}/v1/traces -H 'content-type: application/json' -d '
  {"resourceSpans":[{
    "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"hello"}}]},
    "scopeSpans":[{"spans":[{${ids},
      "name":"GET /hello","kind":2,
      ${time('startTimeUnixNano', '000000000')},${time('endTimeUnixNano', '042000000')},
      "attributes":[{"key":"correlation.id","value":{"stringValue":"first-trace"}}]}]}]}]}'`;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
