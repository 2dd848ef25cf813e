import { type Dice, dice } from './dice.ts'
import { draw, hsl, sky, svg } from './svg.ts'
import type { Scene } from './thread.ts'

const WIDTH = 1200
const HEIGHT = 800

const scenes: Readonly<Record<Scene, (roll: Dice) => string>> = {
  hills,
  night,
  moon,
  sea,
  meadow,
  loaf,
  city,
  line,
  bars,
  route,
}

/** A picture for a post, the same for the same seed. */
export function paint(scene: Scene, seed: string): Promise<Buffer> {
  return draw(svg(WIDTH, HEIGHT, scenes[scene](dice(`${scene} ${seed}`))))
}

function hills(roll: Dice): string {
  const hue = roll(360)
  const sun = `<circle cx="${250 + roll(700)}" cy="${250 + roll(90)}" r="${60 + roll(40)}" fill="#fff3d6"/>`
  return sky(WIDTH, HEIGHT, [hsl(hue + 190, 45, 78), hsl(40, 85, 84), hsl(20, 80, 76)]) + sun + ridges(roll, hue, 300)
}

function night(roll: Dice): string {
  const band = (x: number, hue: number) =>
    `<path d="M${x} 620C${x + 90} 420 ${x - 60} 260 ${x + 110} 40" stroke="${hsl(hue, 80, 60)}" stroke-width="70" fill="none" opacity=".22" filter="url(#soft)"/>`
  const soft = '<filter id="soft" x="-50%" width="200%"><feGaussianBlur stdDeviation="26"/></filter>'
  const lights = Array.from({ length: 5 }, (_, i) => band(150 + i * 220 + roll(80), 130 + roll(160))).join('')
  return (
    sky(WIDTH, HEIGHT, ['#050a1e', '#0b1d3a', '#1d3557']) + soft + stars(roll) + lights + ridges(roll, 225, 600, 14)
  )
}

function moon(roll: Dice): string {
  const [x, y] = [350 + roll(500), 220 + roll(80)]
  const craters = Array.from({ length: 9 }, () => {
    const [angle, far] = [roll(628) / 100, roll(95)]
    return `<circle cx="${x + Math.cos(angle) * far}" cy="${y + Math.sin(angle) * far}" r="${6 + roll(18)}" fill="#cfc8b4"/>`
  })
  const disc = `<circle cx="${x}" cy="${y}" r="130" fill="#e9e4d4"/>${craters.join('')}`
  return sky(WIDTH, HEIGHT, ['#0a0a16', '#241a2e', '#5b3a32']) + stars(roll) + disc + ridges(roll, 18, 590, 20)
}

function sea(roll: Dice): string {
  const hue = 185 + roll(45)
  const light = [38, 350, 210, 20][roll(4)]!
  const waves = Array.from({ length: 9 }, (_, i) => {
    const y = 430 + i * i * 4 + i * 12
    const shift = roll(200)
    return `<path d="M${-shift} ${y}q75 ${-8 - i * 2} 150 0${'t150 0'.repeat(10)}V800H0z" fill="${hsl(hue, 48, 56 - i * 4)}" opacity=".8"/>`
  })
  const sun = `<circle cx="${250 + roll(700)}" cy="400" r="${45 + roll(25)}" fill="${hsl(light, 90, 85)}"/>`
  const sea = `<rect y="418" width="${WIDTH}" height="400" fill="${hsl(hue, 45, 60)}"/>`
  return sky(WIDTH, HEIGHT, [hsl(hue, 50, 72), hsl(light, 75, 82), hsl(light, 85, 78)]) + sun + sea + waves.join('')
}

function meadow(roll: Dice): string {
  const flowers = Array.from({ length: 34 }, () => {
    const [x, y, size] = [roll(WIDTH), 250 + roll(330), 16 + roll(30)]
    const color = hsl(roll.pick([0, 12, 28, 45, 330]), 80, 58)
    return (
      `<path d="M${x} ${y}Q${x + roll(60) - 30} ${y + 200} ${x + roll(40) - 20} 800" stroke="${hsl(110, 35, 35)}" stroke-width="5" fill="none"/>` +
      `<circle cx="${x}" cy="${y}" r="${size}" fill="${color}"/><circle cx="${x}" cy="${y}" r="${size / 3}" fill="#5a3a1a"/>`
    )
  })
  return sky(WIDTH, HEIGHT, ['#dff1e1', '#c4e5c0', '#8fc07f']) + flowers.join('')
}

function loaf(roll: Dice): string {
  const flour = Array.from({ length: 160 }, () => {
    const [angle, far] = [roll(628) / 100, roll(250)]
    return `<circle cx="${600 + Math.cos(angle) * far * 1.3}" cy="${410 + Math.sin(angle) * far * 0.8}" r="${1 + roll(4)}" fill="#f7ead2" opacity=".75"/>`
  })
  return (
    `${sky(WIDTH, HEIGHT, ['#3d2314', '#6b3f22', '#8a5a33'])}<ellipse cx="600" cy="590" rx="470" ry="60" fill="#2a170c"/>` +
    '<ellipse cx="600" cy="420" rx="370" ry="235" fill="#5a3218"/><ellipse cx="600" cy="405" rx="352" ry="218" fill="#7a4722"/>' +
    '<path d="M370 300C520 380 690 430 840 500M840 300C690 370 520 440 370 500" stroke="#e2bd86" stroke-width="22" stroke-linecap="round" fill="none"/>' +
    flour.join('')
  )
}

function city(roll: Dice): string {
  const houses = Array.from({ length: 16 }, (_, i) => {
    const [x, top] = [i * 76 - 10, 260 + roll(220)]
    const windows = Array.from({ length: 14 }, () =>
      roll.chance(0.55)
        ? `<rect x="${x + 10 + roll(3) * 20}" y="${top + 30 + roll(8) * 34}" width="12" height="18" fill="#ffd98a"/>`
        : '',
    )
    const roof = roll.chance(0.5) ? `<path d="M${x} ${top}l38 -44l38 44z" fill="#22304f"/>` : ''
    return `<rect x="${x}" y="${top}" width="77" height="400" fill="${hsl(222, 35, 18 + roll(10))}"/>${roof}${windows.join('')}`
  })
  const river = `<rect y="640" width="${WIDTH}" height="160" fill="#31456b"/><path d="M0 690h500M640 730h560M200 765h420" stroke="#ffd98a" stroke-width="4" opacity=".45"/>`
  return sky(WIDTH, HEIGHT, ['#273a6b', '#b0668a', '#f5b27a']) + houses.join('') + river
}

function line(roll: Dice): string {
  let y = 520 + roll(80)
  const points = Array.from({ length: 41 }, (_, i) => {
    y = Math.min(640, Math.max(150, y - 14 + roll(44) - (i % 10 === 9 ? -40 : 18)))
    return `${120 + i * 25},${y}`
  })
  const hue = roll(360)
  return `${axes()}<polyline points="${points.join(' ')}" fill="none" stroke="${hsl(hue, 70, 45)}" stroke-width="7" stroke-linejoin="round"/>`
}

function bars(roll: Dice): string {
  const hue = roll(360)
  const bars = Array.from({ length: 12 }, (_, i) => {
    const height = 60 + roll(120) + (i > 6 ? (i - 6) * 60 : 0)
    return `<rect x="${140 + i * 82}" y="${680 - height}" width="54" height="${height}" rx="4" fill="${hsl(hue + i * 4, 60, 52)}"/>`
  })
  return axes() + bars.join('')
}

function route(roll: Dice): string {
  const streets = Array.from({ length: 22 }, () => {
    const [x, y] = [roll(WIDTH), roll(HEIGHT)]
    return roll.chance(0.5)
      ? `<path d="M0 ${y}L${WIDTH} ${y + roll(240) - 120}" stroke="#fff" stroke-width="${8 + roll(16)}"/>`
      : `<path d="M${x} 0L${x + roll(240) - 120} ${HEIGHT}" stroke="#fff" stroke-width="${8 + roll(16)}"/>`
  })
  const water =
    '<path d="M0 610C300 520 520 700 800 600S1100 520 1200 560V690C1000 640 900 720 700 740S260 650 0 730z" fill="#a9cfe3"/>'
  const way =
    '<path d="M90 700L260 560M330 505L520 350L640 370M720 380L900 210M960 160L1110 90" stroke="#d6344b" stroke-width="14" stroke-linecap="round" fill="none"/>'
  return `<rect width="${WIDTH}" height="${HEIGHT}" fill="#e9e5dc"/>${water}${streets.join('')}${way}`
}

function axes(): string {
  const grid = Array.from(
    { length: 6 },
    (_, i) => `<path d="M110 ${130 + i * 110}H1140" stroke="#e3e6ea" stroke-width="2"/>`,
  )
  return `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fbfbfd"/>${grid.join('')}<path d="M110 90V680H1140" stroke="#5b6472" stroke-width="4" fill="none"/>`
}

function stars(roll: Dice): string {
  return Array.from({ length: 170 }, () => {
    const size = roll.chance(0.12) ? 2.6 : 1.2
    return `<circle cx="${roll(WIDTH)}" cy="${roll(600)}" r="${size}" fill="#fff" opacity="${(40 + roll(60)) / 100}"/>`
  }).join('')
}

/** Rows of hills, the nearest darkest. */
function ridges(roll: Dice, hue: number, top: number, lightness = 66): string {
  const rows = Math.max(2, Math.round((HEIGHT - top) / 100))
  return Array.from({ length: rows }, (_, i) => {
    const y = top + i * 100
    const [a, b, c] = [roll(90), roll(90), roll(90)]
    const path = `M0 ${y + a}C200 ${y - 70} 380 ${y + b + 40} 600 ${y + b - 30}S1000 ${y - c} ${WIDTH} ${y + c}V${HEIGHT}H0z`
    return `<path d="${path}" fill="${hsl(hue + i * 10, 35, Math.max(6, lightness - i * (lightness / rows)))}"/>`
  }).join('')
}
