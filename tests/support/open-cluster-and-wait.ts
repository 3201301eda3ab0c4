// A process that opens the embedded cluster of the folder given, says how as a JSON line, and closes it when its
// standard input ends. Tests kill it.
import { openCluster } from '#bin/setup/postgres/open-cluster.ts'

const cluster = await openCluster({ dataDir: process.argv[2] ?? '', durable: false })
process.stdout.write(
  `${JSON.stringify({ how: cluster.how, port: cluster.port, home: cluster.place.home })}\n`,
)
process.stdin.resume()
process.stdin.on('end', () => void cluster.close().then(() => process.exit(0)))
