import { type Dice, dice } from './dice.ts'
import { draw, hsl, svg } from './svg.ts'

/** An avatar of 400 x 400 and a header of 1500 x 500 that belong to each other: the same colours, drawn from the name. */
export async function portraits(username: string): Promise<{ avatar: Buffer; header: Buffer }> {
  const roll = dice(`portrait ${username}`)
  const hue = roll(360)
  const hues = [hue, hue + 30 + roll(30), hue + 150 + roll(60)]
  const style = roll.pick([quarters, rings, mountains, petals])
  return {
    avatar: await draw(svg(400, 400, style(roll, hues))),
    header: await draw(svg(1500, 500, ribbons(roll, hues))),
  }
}

/** Quarter circles on a grid, as on old tiles. */
function quarters(roll: Dice, [a, b, c]: number[]): string {
  const colors = [hsl(a!, 45, 42), hsl(b!, 55, 64), hsl(c!, 55, 58), hsl(a!, 40, 92)]
  const tiles = Array.from({ length: 16 }, (_, i) => {
    const [x, y] = [(i % 4) * 100, Math.floor(i / 4) * 100]
    const turn = roll(4) * 90
    return (
      `<g transform="translate(${x} ${y}) rotate(${turn} 50 50)"><rect width="100" height="100" fill="${roll.pick(colors)}"/>` +
      `<path d="M0 0H100A100 100 0 0 1 0 100z" fill="${roll.pick(colors)}"/></g>`
    )
  })
  return tiles.join('')
}

function rings(roll: Dice, [a, b, c]: number[]): string {
  const [x, y] = [120 + roll(160), 120 + roll(160)]
  const circles = Array.from({ length: 7 }, (_, i) => {
    const hue = [a!, b!, c!][i % 3]!
    return `<circle cx="${x + roll(24)}" cy="${y + roll(24)}" r="${330 - i * 46}" fill="${hsl(hue, 48, 40 + i * 7)}"/>`
  })
  return `<rect width="400" height="400" fill="${hsl(a!, 50, 30)}"/>${circles.join('')}`
}

function mountains(roll: Dice, [a, b, c]: number[]): string {
  const peaks = Array.from({ length: 4 }, (_, i) => {
    const y = 180 + i * 55
    const [left, top, right] = [y + roll(60), y - 60 - roll(50), y + roll(60)]
    return `<path d="M0 ${left}L${90 + roll(220)} ${top}L400 ${right}V400H0z" fill="${hsl(a! + i * 12, 45, 62 - i * 13)}"/>`
  })
  const sun = `<circle cx="${90 + roll(220)}" cy="${80 + roll(60)}" r="${36 + roll(30)}" fill="${hsl(c!, 85, 70)}"/>`
  return `<rect width="400" height="400" fill="${hsl(b!, 70, 86)}"/>${sun}${peaks.join('')}`
}

function petals(roll: Dice, [a, b, c]: number[]): string {
  const count = 5 + roll(6)
  const ring = (size: number, color: string, offset: number) =>
    Array.from({ length: count }, (_, i) => {
      const angle = (360 / count) * i + offset
      return `<ellipse cx="200" cy="${200 - size * 0.62}" rx="${size * 0.3}" ry="${size * 0.6}" fill="${color}" transform="rotate(${angle} 200 200)"/>`
    }).join('')
  return (
    `<rect width="400" height="400" fill="${hsl(a!, 45, 90)}"/>${ring(170, hsl(a!, 60, 55), 0)}` +
    `${ring(120, hsl(b!, 70, 65), 180 / count)}<circle cx="200" cy="200" r="42" fill="${hsl(c!, 80, 58)}"/>`
  )
}

/** Waves one behind the other. */
function ribbons(roll: Dice, [a, b, c]: number[]): string {
  const waves = Array.from({ length: 6 }, (_, i) => {
    const y = 140 + i * 62
    const [p, q, r] = [roll(90), roll(110), roll(90)]
    return `<path d="M0 ${y + p}C300 ${y - q} 520 ${y + q} 780 ${y}S1250 ${y - r} 1500 ${y + p}V500H0z" fill="${hsl([a!, b!][i % 2]! + i * 8, 52, 70 - i * 8)}"/>`
  })
  const sun = `<circle cx="${220 + roll(1060)}" cy="${90 + roll(70)}" r="${40 + roll(30)}" fill="${hsl(c!, 85, 72)}"/>`
  return `<rect width="1500" height="500" fill="${hsl(b!, 60, 84)}"/>${sun}${waves.join('')}`
}
