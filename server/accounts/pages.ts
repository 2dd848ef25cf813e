/** The pages around an account: joining, confirming an address, a new password, leaving. Props in, a document out. */
import { checkbox, field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import { speak } from './messages/index.ts'
import { USERNAME_LENGTH_MAX } from './names.ts'
import { PASSWORD_MIN } from './passwords.ts'

/** Field -> what is wrong with it, as a sentence. */
export type FieldErrors<Name extends string> = { readonly [Key in Name]?: string | undefined }

/** What every form carries: the token against forged requests, and what went wrong with the form as a whole. */
export interface FormProps extends PageFrame {
  readonly csrf: string
  readonly problem?: string | undefined
}

type SignUpField = 'username' | 'email' | 'password' | 'reason' | 'invite' | 'agreement'

export interface SignUpProps extends FormProps {
  /** What was typed before, except the password. */
  readonly values?: { readonly [Key in Exclude<SignUpField, 'password' | 'agreement'>]?: string | undefined }
  readonly agreed?: boolean
  readonly errors?: FieldErrors<SignUpField>
  /** Shown in full above the box to tick. */
  readonly rules?: readonly { readonly text: string; readonly hint?: string }[]
}

/** POST /auth/sign_up. Asks for a reason or an invite code as `network.registration` says. */
export function signUpPage(props: SignUpProps): string {
  const t = speak(props.language)
  const { network, values = {}, errors = {}, rules = [] } = props
  const { registration } = network
  const host = new URL(network.url).host
  const rulesList =
    rules.length > 0 &&
    html`<section class="field" aria-labelledby="rules"><h2 class="label" id="rules">${t('signUp.rules')}</h2>
<ol class="rules">${rules.map(({ text, hint }) => html`<li>${text}${hint && html`<br><span class="soft small">${hint}</span>`}</li>`)}</ol></section>`
  const fields = html`
${field({ name: 'username', label: t('signUp.username'), value: values.username, error: errors.username, autocomplete: 'username', maxLength: USERNAME_LENGTH_MAX, hint: t.parts('signUp.usernameHint', { address: html`<b dir="ltr">@${t('signUp.exampleName')}@${host}</b>` }) })}
${field({ name: 'email', label: t('common.email'), type: 'email', value: values.email, error: errors.email, autocomplete: 'email', hint: t('signUp.emailHint') })}
${field({ name: 'password', label: t('signUp.password'), type: 'password', error: errors.password, autocomplete: 'new-password', minLength: PASSWORD_MIN, hint: t('common.atLeast', { count: PASSWORD_MIN }) })}
${registration === 'invite' && field({ name: 'invite', label: t('signUp.invite'), value: values.invite, error: errors.invite })}
${registration === 'approval' && field({ name: 'reason', label: t('signUp.reason'), type: 'textarea', value: values.reason, error: errors.reason, maxLength: 2000, hint: t('signUp.reasonHint') })}
${rulesList}
${checkbox({ name: 'agreement', label: rules.length > 0 ? t('signUp.agreeRules') : t('signUp.agree'), checked: props.agreed, error: errors.agreement })}`
  return formPage(props, {
    title: t('signUp.title', { network: network.name }),
    action: '/auth/sign_up',
    errors,
    fields,
    submit: registration === 'approval' ? t('signUp.ask') : t('signUp.create'),
    after: alreadyHere(t),
  })
}

/** Where nobody can sign up. */
export function registrationsClosedPage(props: PageFrame & { readonly message?: string }): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('closed.title'),
    icon: 'door',
    body: html`<p>${props.message ?? t.parts('closed.text', { network: html`<bdi>${props.network.name}</bdi>` })}</p>
<a class="button wide" href="/">${t('closed.look')}</a>`,
    after: alreadyHere(t),
  })
}

export interface CheckMailProps extends PageFrame {
  readonly purpose: 'confirm' | 'reset' | 'change'
  /** Where the mail went. For `reset` it says nothing about whether such an account exists. */
  readonly email: string
  /** Where it is given, the confirmation can be sent once more: POST /auth/confirmation with `email`. */
  readonly csrf?: string
}

/** After anything that sent a link by mail. */
export function checkMailPage(props: CheckMailProps): string {
  const t = speak(props.language)
  const { purpose, email, csrf } = props
  const sentence: Content = t.parts(`checkMail.${purpose}`, { email: html`<b><bdi>${email}</bdi></b>` })
  const again = html`<form method="post" action="/auth/confirmation">${hidden({ csrf, email })}
<button class="button quiet wide">${t('checkMail.again')}</button></form>`
  return messagePage(props, {
    title: t('checkMail.title'),
    icon: 'mail',
    body: html`<p>${sentence}</p><p class="soft">${t('checkMail.spam')}</p>${csrf && again}`,
  })
}

/** The link was opened and the account works. `continueHref` leads back to the app that the person came from. */
export function confirmedPage(props: PageFrame & { readonly continueHref?: string }): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('confirmed.title'),
    icon: 'check',
    body: html`<p>${t.parts('confirmed.text', { host: html`<b><bdi>${new URL(props.network.url).host}</bdi></b>` })}</p>
<a class="button wide" href="${props.continueHref ?? '/auth/sign_in'}">${props.continueHref ? t('common.proceed') : t('common.signIn')}</a>`,
  })
}

/** The address is confirmed, and a moderator has still to agree. */
export function awaitingApprovalPage(props: PageFrame): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('approval.title'),
    icon: 'clock',
    body: html`<p>${t.parts('approval.text', { network: html`<bdi>${props.network.name}</bdi>` })}</p>
<a class="button quiet wide" href="/">${t('approval.look')}</a>`,
  })
}

/** POST /auth/confirmation: asks for the confirmation once more. */
export function resendPage(
  props: FormProps & { readonly email?: string; readonly errors?: FieldErrors<'email'> },
): string {
  const t = speak(props.language)
  return formPage(props, {
    title: t('resend.title'),
    lead: t('resend.lead'),
    action: '/auth/confirmation',
    errors: props.errors,
    fields: emailField({ label: t('common.email'), value: props.email, error: props.errors?.email }),
    submit: t('common.sendLink'),
    after: html`<a href="/auth/sign_in">${t('common.backToSignIn')}</a>`,
  })
}

/** POST /auth/password/new: asks for a link to set a new password. */
export function forgotPasswordPage(
  props: FormProps & { readonly email?: string; readonly errors?: FieldErrors<'email'> },
): string {
  const t = speak(props.language)
  return formPage(props, {
    title: t('forgot.title'),
    lead: t('forgot.lead'),
    action: '/auth/password/new',
    errors: props.errors,
    fields: emailField({ label: t('common.email'), value: props.email, error: props.errors?.email }),
    submit: t('common.sendLink'),
    after: html`<a href="/auth/sign_in">${t('common.backToSignIn')}</a>`,
  })
}

export interface NewPasswordProps extends FormProps {
  /** From the mailed link; sent back as a hidden field. */
  readonly token: string
  /** Lets password managers know whose password this is. */
  readonly username?: string
  readonly errors?: FieldErrors<'password'>
}

/** POST /auth/password/edit. */
export function newPasswordPage(props: NewPasswordProps): string {
  const t = speak(props.language)
  const { token, username, errors } = props
  return formPage(props, {
    title: t('reset.title'),
    lead: t('reset.lead'),
    action: '/auth/password/edit',
    errors,
    fields: html`${hidden({ token })}${username && html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>`}
${field({ name: 'password', label: t('common.newPassword'), type: 'password', error: errors?.password, autocomplete: 'new-password', minLength: PASSWORD_MIN, hint: t('common.atLeast', { count: PASSWORD_MIN }) })}`,
    submit: t('reset.save'),
  })
}

export function passwordChangedPage(props: PageFrame): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('reset.doneTitle'),
    icon: 'check',
    body: html`<p>${t('reset.done')}</p>
<a class="button wide" href="/auth/sign_in">Sign in</a>`,
  })
}

/** POST /auth/email: asks for another address, and for the password. */
export function changeEmailPage(
  props: FormProps & {
    readonly acct: string
    readonly now: string
    readonly email?: string
    readonly errors?: FieldErrors<'email' | 'password'>
  },
): string {
  const t = speak(props.language)
  const { acct, now, email, errors } = props
  return formPage(props, {
    title: t('email.title'),
    lead: now ? t.parts('email.lead', { email: html`<bdi>${now}</bdi>` }) : t('email.leadNone'),
    action: '/auth/email',
    errors,
    fields: html`<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${emailField({ label: t('common.newEmail'), value: email, error: errors?.email })}
${field({ name: 'password', label: t('common.yourPassword'), type: 'password', error: errors?.password, autocomplete: 'current-password' })}`,
    submit: t('common.sendLink'),
    after: html`<a href="/">${t('email.keep')}</a>`,
  })
}

export function emailChangedPage(props: PageFrame & { readonly email: string }): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('email.doneTitle'),
    icon: 'mail',
    body: html`<p>${t.parts('email.done', { email: html`<b><bdi>${props.email}</bdi></b>` })}</p>
<a class="button wide" href="/">${t('common.proceed')}</a>`,
  })
}

/** A mailed link that is used up, too old or cut off. `again` leads to where a new one can be had. */
export function linkExpiredPage(
  props: PageFrame & {
    readonly again?: { readonly label: 'common.newLink' | 'common.askNewLink'; readonly href: string }
  },
): string {
  const t = speak(props.language)
  const { label, href } = props.again ?? { label: 'common.signIn', href: '/auth/sign_in' }
  return messagePage(props, {
    title: t('expired.title'),
    icon: 'clock',
    bad: true,
    body: html`<p>${t('expired.text')}</p>
<a class="button wide" href="${href}">${t(label)}</a>`,
  })
}

/** POST /auth/delete: asks for the password. */
export function deleteAccountPage(
  props: FormProps & { readonly acct: string; readonly errors?: FieldErrors<'password'> },
): string {
  const t = speak(props.language)
  const { acct, errors, network } = props
  return formPage(props, {
    title: t('leave.title'),
    action: '/auth/delete',
    errors,
    fields: html`<div class="notice bad"><strong>${t('leave.warning')}</strong>
<p>${t.parts('leave.text', { network: html`<bdi>${network.name}</bdi>`, name: html`<b><bdi>@${acct}</bdi></b>` })}</p></div>
<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${field({ name: 'password', label: t('common.yourPassword'), type: 'password', error: errors?.password, autocomplete: 'current-password' })}`,
    submit: html`<span>${t.parts('leave.submit', { name: html`<bdi>@${acct}</bdi>` })}</span>`,
    danger: true,
    after: html`<a href="/">${t('leave.keep')}</a>`,
  })
}

export function accountDeletedPage(props: PageFrame): string {
  const t = speak(props.language)
  return messagePage(props, {
    title: t('leave.doneTitle'),
    icon: 'check',
    body: html`<p>${t('leave.done')}</p>
<a class="button quiet wide" href="/">${t('common.frontPage')}</a>`,
  })
}

const emailField = (props: { label: string; value?: string | undefined; error?: string | undefined }): Html =>
  field({ name: 'email', type: 'email', autocomplete: 'email', ...props })

const alreadyHere = (t: ReturnType<typeof speak>): Content =>
  t.parts('common.alreadyHere', { link: html`<a href="/auth/sign_in">${t('common.signIn')}</a>` })

interface FormLayout {
  title: string
  lead?: Content
  action: string
  errors: FieldErrors<string> | undefined
  fields: Html
  submit: Content
  danger?: boolean
  after?: Content
}

function formPage(props: FormProps, form: FormLayout): string {
  const t = speak(props.language)
  const wrong = Object.entries(form.errors ?? {}).filter(([, error]) => error)
  const summary =
    wrong.length > 0 &&
    html`<strong>${t('common.again')}</strong>
<ul>${wrong.map(([name, error]) => html`<li><a href="#${name}">${error}</a></li>`)}</ul>`
  const trouble = summary || props.problem
  const body = html`${form.lead && html`<p class="soft">${form.lead}</p>`}
${notice(summary && props.problem ? html`<p>${props.problem}</p>${summary}` : trouble)}
<form class="stack" method="post" action="${form.action}">
${hidden({ csrf: props.csrf })}
${form.fields}
<button class="button wide${form.danger && ' danger'}">${form.danger && icon('alert')}${form.submit}</button>
</form>`
  return page({
    ...props,
    title: trouble ? t('common.error', { title: form.title }) : form.title,
    head: noIndex,
    body: panel({ title: form.title, body, after: form.after }),
  })
}

function messagePage(frame: PageFrame, message: Parameters<typeof panel>[0] & { title: string }): string {
  return page({ ...frame, title: message.title, head: noIndex, body: panel(message) })
}
