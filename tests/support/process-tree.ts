import { execFileSync } from 'node:child_process'

/** Ids of every process below one, at any depth, as they are now. */
export function descendantsOf(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const below = (parent: number): number[] =>
    rows.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...below(child)] : []))
  return below(pid)
}

/** Those of the processes that are alive; a zombie, which nobody has asked about yet, is not. */
export function aliveOf(pids: readonly number[]): readonly number[] {
  if (pids.length === 0) return []
  try {
    const rows = execFileSync('ps', ['-o', 'pid=,stat=', '-p', pids.join(',')], { encoding: 'utf8' })
    return rows
      .trim()
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
      .filter(([, state]) => state !== undefined && !state.startsWith('Z'))
      .map(([pid]) => Number(pid))
  } catch {
    // ps finds none of them and says so by its exit code.
    return []
  }
}
