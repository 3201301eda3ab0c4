import type { Runtime } from '../runtime.ts'

/** What recovery needs of a process. */
export interface RecoveryRuntime extends Pick<
  Runtime,
  'database' | 'accounts' | 'clock' | 'decideDeadlineMs'
> {
  /** INTERLOCK_SECRET: opens the credentials of connections. */
  readonly secret: string
}
