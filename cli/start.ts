import { start as serve } from '../server/main.ts'
import { buildClient, isClientBuilt } from '../web/build.ts'

/** `tweeter start`: the server, after the web client was bundled where its sources are newer than the bundle. */
export const start = async (): Promise<void> => {
  if (!isClientBuilt()) {
    console.error('Bundling the web client, once; this takes some seconds.')
    await buildClient()
  }
  await serve()
}
