/** The web client begins here: texts first, then the tree. */
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../api/queries.ts'
import { loadMessages } from '../messages/index.ts'
import '../../server/http/tokens.css'
import '../ui/base.css'
import { welcomeOnce } from '../profile/first-visit.ts'
import { arrive } from '../session/leave.ts'
import { registerWorker } from '../worker/register.ts'
import { App } from './app.tsx'

// After an update of the server the old files are gone: the new page has the new ones.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0)
  if (Date.now() - last < 60_000) return
  sessionStorage.setItem('reloaded', String(Date.now()))
  location.reload()
})

arrive()
await loadMessages()
welcomeOnce()
createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queryClient}>
    <App />
  </QueryClientProvider>,
)
registerWorker()
