// Loaded into a program of others by `--import`: it ends when the process that forked it does.
process.once('disconnect', () => process.exit(0));
