// A Bluesky server (`@atproto/pds`) on loopback, on files that go with it; prints its address. Ends with its input.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'

process.env.LOG_ENABLED = 'false'
const { PDS } = await import('@atproto/pds')

const folder = mkdtempSync(path.join(os.tmpdir(), 'interlock-pds-'))
const directory = await startDirectory()
const hex = (bytes) => randomBytes(bytes).toString('hex')
const server = await PDS.fromEnv({
  port: 0,
  hostname: 'localhost',
  devMode: true,
  dataDirectory: folder,
  blobstoreDiskLocation: path.join(folder, 'blobs'),
  didPlcUrl: directory,
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  rateLimitsEnabled: true,
  disableSsrfProtection: true,
  crawlers: [],
  jwtSecret: hex(16),
  dpopSecret: hex(32),
  adminPassword: hex(16),
  plcRotationKeyK256PrivateKeyHex: hex(32),
})
const { port } = (await server.start()).address()
process.stdout.write(`http://127.0.0.1:${port}\n`)
process.stdin.resume().on('end', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})

/** As much of a PLC directory as the server asks: it keeps what is sent and shows it as a DID document. */
async function startDirectory() {
  const known = new Map()
  const listener = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      const did = decodeURIComponent(request.url.split('/')[1])
      if (request.method === 'POST') known.set(did, JSON.parse(text))
      const operation = known.get(did)
      const found = operation && (request.url.endsWith('/log/last') ? operation : documentOf(did, operation))
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify(found ?? { message: 'not registered' }))
    })
  })
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${listener.address().port}`
}

function documentOf(did, { alsoKnownAs, verificationMethods, services }) {
  const { type, endpoint: serviceEndpoint } = services.atproto_pds
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: did,
    alsoKnownAs,
    verificationMethod: [
      {
        id: `${did}#atproto`,
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: verificationMethods.atproto.replace('did:key:', ''),
      },
    ],
    service: [{ id: '#atproto_pds', type, serviceEndpoint }],
  }
}
