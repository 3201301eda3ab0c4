// A whole Interlock in a process of its own, as `npm start` runs it; says its port to whoever started it.
import { readEnv } from '#lib/env.ts'
import { serve } from '#bin/serve.ts'
import { onStop } from '#bin/setup/on-stop.ts'

const serving = serve(readEnv(), { development: false, say: () => undefined })
onStop(async () => {
  const served = await serving
  await served.stop()
})
const served = await serving
process.send?.({ port: Number(new URL(served.url).port) })
