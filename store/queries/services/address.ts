/**
 * SQL: `host:port` that a client span called, empty where it does not say. By the semantic
 * conventions of HTTP and RPC, current ones first; a port that is not said is its scheme's.
 * `span` is the table's name or alias, ours and never a person's.
 */
export function calledAddress(span: string): string {
  const attribute = (key: string) => `${span}.attributes['${key}']`;
  const first = (...keys: string[]) =>
    keys.reduceRight((rest, key) => {
      const value = attribute(key);
      return rest === '' ? value : `if(${value} != '', ${value}, ${rest})`;
    }, '');
  const url = first('url.full', 'http.url');
  const host = first('server.address', 'net.peer.name', 'net.peer.ip', 'rpc.grpc.host');
  const port = first('server.port', 'net.peer.port');
  const schemePort = `if(startsWith(${url}, 'https:'), '443', '80')`;
  const hostOrUrl = `if(${host} != '', ${host}, domain(${url}))`;
  const urlPort = `if(port(${url}) != 0, toString(port(${url})), ${schemePort})`;
  return `if(${hostOrUrl} = '', '', concat(${hostOrUrl}, ':', if(${port} != '', ${port}, ${urlPort})))`;
}
