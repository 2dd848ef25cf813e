import { buildClient } from '../web/build.ts'

/** `tweeter build`: bundles the web client. */
export async function build(): Promise<void> {
  console.error((await buildClient()) ? 'The web client is built.' : 'The web client was built already.')
}
