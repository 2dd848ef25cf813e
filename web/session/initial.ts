/** What the server wrote into the page: who is signed in, and what the network is. */
import type { Initial } from '../../server/pages/client/initial.ts'

const element = document.getElementById('initial')
export const initial: Initial = JSON.parse(element?.textContent ?? 'null') as Initial
