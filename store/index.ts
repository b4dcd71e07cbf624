export {
  type AskOptions,
  connectStore,
  type Questionable,
  readStoreSettings,
  type Store,
  type StoreSettings,
  StoreUnavailableError,
} from './client.ts';
export { migrate, schemaProblem } from './migrations/migrate.ts';
