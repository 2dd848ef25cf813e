import { type Route, route } from '../http/index.ts'
import { ChangeMailSettings, MailSettings, SettingsForm, UnsubscribeForm, UnsubscribeParams } from './schema.ts'
import { changeSettings, readSettings } from './settings.ts'
import { saveFromPage, unsubscribe, visitSettings, visitUnsubscribe } from './visits.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/mail_settings',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'What you get by mail',
    reply: MailSettings,
    handle: ({ app, viewer }) => readSettings(app, viewer),
  }),
  route({
    method: ['PATCH', 'PUT'],
    url: '/api/tweeter/v1/mail_settings',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Change what you get by mail; what is not named stays',
    body: ChangeMailSettings,
    reply: MailSettings,
    handle: ({ app, viewer, body }) => changeSettings(app, viewer, body),
  }),
  route({
    method: 'GET',
    url: '/settings/mail',
    scope: 'public',
    limit: 'page',
    summary: 'The page for what you get by mail',
    page: true,
    handle: (call) => visitSettings(call),
  }),
  route({
    method: 'POST',
    url: '/settings/mail',
    scope: 'public',
    limit: 'write',
    summary: 'Save what you get by mail',
    body: SettingsForm,
    page: true,
    handle: (call) => saveFromPage(call, call.body),
  }),
  route({
    method: 'GET',
    url: '/unsubscribe/:token',
    scope: 'public',
    limit: 'page',
    summary: 'Asks whether mails are to stop; the token is from one of them',
    params: UnsubscribeParams,
    page: true,
    handle: (call) => visitUnsubscribe(call, call.params.token),
  }),
  route({
    method: 'POST',
    url: '/unsubscribe/:token',
    scope: 'public',
    limit: 'page',
    summary: 'Stops mails, with one click from the mail program (RFC 8058) or from the page',
    params: UnsubscribeParams,
    body: UnsubscribeForm,
    page: true,
    handle: (call) => unsubscribe(call, call.params.token, call.body.all ?? false),
  }),
]
