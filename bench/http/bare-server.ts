import { createServer } from 'node:http'

/**
 * A node:http server that reads each request whole and answers the same bytes: as little as can be done over HTTP.
 * Run as a process of its own with the bytes as its argument; says its port to whoever started it.
 */
const bytes = Buffer.from(process.argv[2] ?? '{}')
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length }

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    response.writeHead(200, headers)
    response.end(bytes)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 })
})
process.once('disconnect', () => process.exit())
