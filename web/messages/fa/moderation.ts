import type { Translated } from '../translated.ts'
import { keptTexts } from './moderation-more.ts'
import { reportTexts } from './moderation-report.ts'
import { staffTexts } from './moderation-staff.ts'

export const moderation: Translated<'moderation'> = { ...reportTexts, ...staffTexts, ...keptTexts }
