const http = require('node:http');

/** Logs before any request, and in one: a message, an error with a message, an error alone. */
exports.serve = (log) => {
  log.warn('outside of any request');
  const server = http.createServer((_, response) => {
    log.info('inside of a request');
    log.failed('no stock', new RangeError('the shelf is empty'));
    log.error(new RangeError('the shelf is gone'));
    response.end();
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`listening http://127.0.0.1:${server.address().port}\n`);
  });
};

exports.ofPino = (pino) => {
  const log = pino();
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    failed: (message, error) => log.error(error, message),
    error: (error) => log.error(error),
  };
};

exports.ofWinston = ({ createLogger, format, transports }, options) => {
  const log = createLogger({
    format: format.combine(format.errors({ stack: true }), format.json()),
    transports: [new transports.Console(options)],
  });
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    failed: (message, error) => log.error(message, error),
    error: (error) => log.error(error),
  };
};

exports.ofBunyan = (bunyan) => {
  const log = bunyan.createLogger({ name: 'shop' });
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    failed: (message, error) => log.error(error, message),
    error: (error) => log.error(error),
  };
};

exports.ofConsole = () => ({
  info: (message) => console.log(message),
  warn: (message) => console.warn(message),
  failed: (message, error) => console.error(message, error),
  error: (error) => console.error(error),
});
