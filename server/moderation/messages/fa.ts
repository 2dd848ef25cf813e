import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const fa: Translation<typeof en> = {
  automation: {
    limited:
      'درخواست‌های حساب شما به درخواست‌های یک برنامه می‌مانست. تا {until} حسابتان می‌تواند یک‌دهم تعداد معمول درخواست بفرستد و بقیهٔ چیزها همان‌طور که بود می‌ماند. اگر این حساب ربات است، لطفاً آن را در نمایه‌تان مشخص کنید. اگر اشتباهی شده، برای گردانندگان این شبکه بنویسید.',
  },
}
