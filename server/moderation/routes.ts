import type { Route } from '../http/index.ts'
import { automationRoutes } from './automation/routes.ts'
import { emojiRoutes } from './emojis/routes.ts'
import { operationRoutes } from './operation/routes.ts'
import { blockRoutes } from './routes/blocks.ts'
import { networkRoutes } from './routes/network.ts'
import { peopleRoutes } from './routes/people.ts'
import { reportRoutes } from './routes/reports.ts'

export const routes: Route[] = [
  ...reportRoutes,
  ...peopleRoutes,
  ...blockRoutes,
  ...networkRoutes,
  ...emojiRoutes,
  ...operationRoutes,
  ...automationRoutes,
]
