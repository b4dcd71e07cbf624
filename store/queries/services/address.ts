/** What a client span says of where it called, by the semantic conventions, current ones first. */
const HOST = ['server.address', 'net.peer.name', 'net.peer.ip', 'rpc.grpc.host'];
const PORT = ['server.port', 'net.peer.port'];
const URL = ['url.full', 'http.url'];

/**
 * SQL: the rows of a subquery that has `attributes`, and their `called_address`: `host:port` that a
 * client span called, empty where it does not say. A port that is not said is its scheme's.
 *
 * A step a subquery: repeated within one expression, the parts would grow to what takes longer to
 * plan than to run.
 */
export function withCalledAddress(rows: string): string {
  return `
    SELECT *, if(called_host = '', '', concat(called_host, ':', called_port)) AS called_address
    FROM (
      SELECT *,
        if(said_host != '', said_host, domain(said_url)) AS called_host,
        multiIf(
          said_port != '', said_port,
          port(said_url) != 0, toString(port(said_url)),
          startsWith(said_url, 'https:'), '443',
          '80'
        ) AS called_port
      FROM (
        SELECT *,
          ${firstAttribute(HOST)} AS said_host,
          ${firstAttribute(PORT)} AS said_port,
          ${firstAttribute(URL)} AS said_url
        FROM (${rows})
      )
    )`;
}

/** SQL: the first of these attributes that is there, else an empty text. The keys are ours. */
export function firstAttribute([key, ...others]: readonly string[]): string {
  const value = `attributes['${key}']`;
  return others.length === 0 ? value : `if(${value} != '', ${value}, ${firstAttribute(others)})`;
}
