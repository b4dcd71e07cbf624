// Runs until somebody ends it; leaves its own way if it is told to.
const timer = setInterval(() => undefined, 1000);
if (process.env.OWN_HANDLER) {
  process.on('SIGTERM', () => {
    console.log('closing in my own way');
    clearInterval(timer);
    process.exitCode = 7;
  });
}
console.log('listening for-signals');
