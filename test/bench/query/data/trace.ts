import { logNormalNs, text, uniform } from './sql.ts';
import { INSTANCES, ROUTES } from './shop.ts';

export const SPANS_OF_A_TRACE = 10;

/**
 * The places of a trace, and of each the place above it:
 *
 *     0 server gateway
 *     └ 1 client
 *       └ 2 server api
 *         ├ 3 database
 *         └ 4 client
 *           └ 5 server core
 *             ├ 6 database
 *             └ 7 producer
 *               └ 8 consumer worker
 *                 └ 9 database
 */
const PARENTS = [0, 0, 1, 2, 2, 4, 5, 5, 7, 8];
const ROLES = [0, 1, 0, 2, 1, 0, 2, 3, 4, 2];
const KINDS = [2, 3, 2, 3, 3, 2, 3, 4, 5, 3];
/** Which of the four services a span is of, and which answers it. */
const OWNERS = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3];
const PEERS = [0, 1, 1, 1, 2, 2, 2, 3, 3, 3];

/** What `role` says. */
export const ROLE = { server: 0, client: 1, database: 2, producer: 3, consumer: 4 } as const;

const operationOf = (owner: number): string =>
  `[0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4][cityHash64(trace, ${text(`operation ${owner}`)}) % 15 + 1]`;
const instanceOf = (owner: number): string =>
  `cityHash64(trace, ${text(`instance ${owner}`)}) % ${INSTANCES}`;
/** Every operation has a speed of its own: its median is 1 to 21 ms, a database's 0.4 to 4.4. */
const own = (owner: number): string =>
  logNormalNs(`(1 + cityHash64(s${owner}, o${owner}) % 400 / 20)`, `own ${owner}`);
const database = (owner: number): string =>
  logNormalNs(`(0.4 + cityHash64(s${owner}, o${owner}, 'database') % 40 / 10)`, `query ${owner}`);

/**
 * SQL: a row for each span of the traces with the numbers `{first}` to `{first} + {traces}`:
 * trace, place, role, kind, parent, number of the service, of the one that answers, of the operation,
 * of the instance; start and duration in nanoseconds; whether it failed. Calls are nested as they
 * are in life. Core services of the newest version fail four times as often, and are slower.
 */
export const TRACE_SPANS = `
  SELECT trace, place, role, kind, parent, owner, peer, operation, instance,
    {begin:Int64} + trace * {stepNs:Int64} + toInt64(1e9 * ${uniform('begin')}) + start AS start_ns,
    duration,
    failing AND place IN (0, 1, 2, 4, 5) AS failed
  FROM (
    SELECT *,
      d9 + own3 AS d8, d6 + d7 + own2 AS d5, d5 + hop AS d4, d3 + d4 + own1 AS d2, d2 + hop AS d1,
      intDiv(own0, 2) AS t1, t1 + intDiv(hop, 2) AS t2, t2 + intDiv(own1, 3) AS t3, t3 + d3 AS t4,
      t4 + intDiv(hop, 2) AS t5, t5 + intDiv(own2, 3) AS t6, t6 + d6 AS t7, t7 + d7 + hop AS t8
    FROM (
      SELECT number AS trace,
        toUInt32(${ROUTES} * pow(${uniform('route')}, 1.5)) AS route,
        route % 6 AS s0, 6 + route * 5 % 14 AS s1, 20 + route * 7 % 12 AS s2, 32 + route * 3 % 8 AS s3,
        ${operationOf(0)} AS o0, ${operationOf(1)} AS o1, ${operationOf(2)} AS o2, ${operationOf(3)} AS o3,
        ${instanceOf(0)} AS i0, ${instanceOf(1)} AS i1, ${instanceOf(2)} AS i2, ${instanceOf(3)} AS i3,
        i2 = ${INSTANCES - 1} AS troubled,
        ${uniform('failure')} < if(troubled, 0.04, 0.01) AS failing,
        ${own(0)} AS own0, ${own(1)} AS own1, ${own(2)} * if(troubled, 3, 1) AS own2, ${own(3)} AS own3,
        ${database(1)} AS d3, ${database(2)} AS d6, ${database(3)} AS d9,
        ${logNormalNs('0.8', 'send')} AS d7, ${logNormalNs('0.5', 'hop')} AS hop
      FROM numbers({first:UInt64}, {traces:UInt64})
    )
  )
  ARRAY JOIN
    range(${SPANS_OF_A_TRACE}) AS place,
    [${ROLES.join(', ')}] AS role,
    [${KINDS.join(', ')}] AS kind,
    [${PARENTS.join(', ')}] AS parent,
    [${OWNERS.map((owner) => `s${owner}`).join(', ')}] AS owner,
    [${PEERS.map((peer) => `s${peer}`).join(', ')}] AS peer,
    [${PEERS.map((peer) => `o${peer}`).join(', ')}] AS operation,
    [${OWNERS.map((owner) => `i${owner}`).join(', ')}] AS instance,
    [toInt64(0), t1, t2, t3, t4, t5, t6, t7, t8, t8 + intDiv(own3, 2)] AS start,
    [d1 + own0, d1, d2, d3, d4, d5, d6, d7, d8, d9] AS duration`;
