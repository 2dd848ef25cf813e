import { Suspense } from 'react'
import { usePath } from '../ui/router.tsx'
import { Spinner } from '../ui/states.tsx'
import { Crash } from './crash.tsx'
import { Overlays } from './overlays.tsx'
import { pageFor } from './routes.tsx'
import { Shell } from './shell.tsx'

/** The whole client: the frame, and in it the page that the address names. */
export function App() {
  const path = usePath()
  const { Page, parameters, key } = pageFor(path)
  return (
    <>
      <Shell>
        <Crash key={key}>
          <Suspense fallback={<Spinner />}>
            <Page key={key} {...parameters} />
          </Suspense>
        </Crash>
      </Shell>
      <Overlays />
    </>
  )
}
