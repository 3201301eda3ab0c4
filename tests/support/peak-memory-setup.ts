import { writeSync } from 'node:fs'

// Loaded with --import before an entry: the last line on standard error tells how much memory the process took.
process.on('exit', () => {
  writeSync(2, `peak memory ${process.resourceUsage().maxRSS} KiB\n`)
})
