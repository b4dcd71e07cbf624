/** Where something listens on the host of this page, as seen from the reader's machine. */
export const serverUrl = (hostname: string, port: number): string => `http://${hostname}:${port}`;

/**
 * The address as it may stand in a shell command, without quotes: a URL of http or https, of
 * nothing but letters that mean nothing to a shell. Undefined for everything else.
 */
export function safeUrl(typed: string): string | undefined {
  const text = typed.trim().replace(/\/+$/, '');
  return /^https?:\/\/[\w.:[\]/%-]+$/i.test(text) && URL.canParse(text) ? text : undefined;
}

/**
 * Sends one trace and one log record that belongs to it. The shell makes the ids and
 * the times, so that it can be pasted as it is, and again.
 */
export function curlSnippet(url: string): string {
  return `URL=${url}
NOW=$(date +%s)
TRACE_ID=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
SPAN_ID=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n')

curl -sS "$URL/v1/traces" -H 'Content-Type: application/json' -d @- <<JSON
{"resourceSpans": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "hello"}}]},
  "scopeSpans": [{"spans": [{
    "traceId": "$TRACE_ID", "spanId": "$SPAN_ID", "name": "GET /hello", "kind": 2,
    "startTimeUnixNano": "$((NOW - 1))000000000", "endTimeUnixNano": "$((NOW - 1))250000000",
    "attributes": [{"key": "http.request.method", "value": {"stringValue": "GET"}}]
  }]}]
}]}
JSON

curl -sS "$URL/v1/logs" -H 'Content-Type: application/json' -d @- <<JSON
{"resourceLogs": [{
  "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "hello"}}]},
  "scopeLogs": [{"logRecords": [{
    "timeUnixNano": "$((NOW - 1))100000000", "severityNumber": 9, "severityText": "INFO",
    "body": {"stringValue": "Hello, Nunchi"}, "traceId": "$TRACE_ID", "spanId": "$SPAN_ID"
  }]}]
}]}
JSON
`;
}

/** Starts a Node service under our agent; `opampUrl` is where the control loop listens. */
export function agentSnippet(url: string, opampUrl: string): string {
  return `export OTEL_SERVICE_NAME=my-service
export OTEL_EXPORTER_OTLP_ENDPOINT=${url}
export NUNCHI_OPAMP_ENDPOINT=${opampUrl}/v1/opamp

node --import @nunchi/agent app.js
`;
}

/** Settings that every OpenTelemetry SDK reads. */
export function environmentSnippet(url: string): string {
  return `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_TRACES_EXPORTER=otlp
export OTEL_METRICS_EXPORTER=otlp
export OTEL_LOGS_EXPORTER=otlp
export OTEL_SERVICE_NAME=my-service
`;
}
