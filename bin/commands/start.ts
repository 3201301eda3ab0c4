import type { Command } from 'commander'

/** Adds `interlock start`: the same as `npm start`. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('serve the console, the API and the worker, as `npm start` does; Ctrl-C stops it')
    .action(async () => {
      await import('../start.ts')
    })
}
