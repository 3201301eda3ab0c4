import type { Command } from 'commander'

/** Adds `interlock demo`: the same as `npm run demo`. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('the same on a throw-away database with recorded histories and live agents')
    .option('--speed <times>', 'make the runaway agent so many times as quick, 1 to 100')
    .action(async () => {
      // The demo reads its own options, from where `npm run demo` leaves them.
      process.argv.splice(2, 1)
      await import('../demo.ts')
    })
}
