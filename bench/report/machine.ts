import os from 'node:os'

/** What the figures were taken on. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  readonly postgres: string
  /** Load average over the minute before the run: what else was going on. */
  readonly loadBefore: number
}

/** Describes the machine; `postgres` is the server's own version. */
export function describeMachine(postgres: string): Machine {
  const [cpu] = os.cpus()
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    postgres,
    loadBefore: os.loadavg()[0] ?? 0,
  }
}
