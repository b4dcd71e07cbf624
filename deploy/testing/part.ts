// A part as the launcher sees one, for tests: behaves as PART_BEHAVIOUR says.
const behaviour = process.env['PART_BEHAVIOUR'];

process.once('disconnect', () => process.exit(0));
if (behaviour === 'fails') {
  console.error('Logging warning to somewhere');
  console.error('nunchi part: port 1 is in use');
  process.exit(1);
}
if (behaviour === 'throws') throw new TypeError('nothing is here');
if (behaviour === 'deaf') process.on('SIGTERM', () => undefined);
else process.on('SIGTERM', () => process.exit(0));
console.error('nunchi agent: this process is instrumented');
console.log(JSON.stringify({ level: 30, msg: 'hello' }));
if (behaviour !== 'slow') process.send?.({ ready: true });
