// Multinomial logistic regression by AdaGrad: what each feature weighs towards each class, in hundredths.

const RATE = 0.3;
const EPOCHS = 20;
/** Pull of a feature's weights to zero in one round, as in C = 1 elsewhere; all settings were chosen by cross-validation. */
const PULL = 1;
/** A feature seen once is left out in the end; while learning, it bears what is peculiar to its one example. */
const FEWEST = 2;
/** Weights nearer to nothing are left out. */
const LEAST = 0.05;

/**
 * @param rows {said: a class, features: names, worth: 0 to 1}
 * @param balance power of its rarity that a class's examples weigh: 1 makes all classes equal, 0 leaves the rare ones unheard
 * @returns {classes, features: {name: pairs of a class's place and hundredths}}, the same every time
 */
export function learn(rows, classes, { balance }) {
  const seen = new Map();
  for (const { features } of rows) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = ['always', ...seen.keys()];
  const places = new Map(names.map((name, place) => [name, place]));
  // Spread over the examples that show the feature; what is always there is pulled nowhere.
  const pulls = Float64Array.from(names, (name) => (name === 'always' ? 0 : PULL / seen.get(name)));
  const rarity = rarityOf(rows, classes);
  const examples = rows.map(({ said, features, worth }) => ({
    type: classes.indexOf(said),
    worth: worth * rarity.get(said) ** balance,
    places: [0, ...features.flatMap((name) => places.get(name) ?? [])],
  }));
  const weights = new Float64Array(names.length * classes.length);
  const squares = new Float64Array(weights.length).fill(1e-6);
  const gradients = new Float64Array(classes.length);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(examples, epoch + 1);
    for (const example of examples) step(example, { weights, squares, pulls, gradients });
  }
  return {
    classes,
    features: kept(names, weights, classes.length, (name) => name === 'always' || seen.get(name) >= FEWEST),
  };
}

/** How many times rarer than the mean a class is. */
function rarityOf(rows, classes) {
  const worths = new Map(classes.map((each) => [each, 0]));
  for (const { said, worth } of rows) worths.set(said, worths.get(said) + worth);
  const total = [...worths.values()].reduce((sum, each) => sum + each, 0);
  return new Map([...worths].map(([each, worth]) => [each, total / classes.length / worth]));
}

function step({ type, worth, places }, { weights, squares, pulls, gradients }) {
  const classes = gradients.length;
  gradients.fill(0);
  for (const place of places) for (let c = 0; c < classes; c += 1) gradients[c] += weights[place * classes + c];
  const most = Math.max(...gradients);
  let sum = 0;
  for (let c = 0; c < classes; c += 1) {
    gradients[c] = Math.exp(gradients[c] - most);
    sum += gradients[c];
  }
  for (let c = 0; c < classes; c += 1) gradients[c] = (gradients[c] / sum - (c === type ? 1 : 0)) * worth;
  for (const place of places)
    for (let c = 0; c < classes; c += 1) {
      const at = place * classes + c;
      const slope = gradients[c] + pulls[place] * weights[at];
      squares[at] += slope * slope;
      weights[at] -= (RATE * slope) / Math.sqrt(squares[at]);
    }
}

function kept(names, weights, classes, isKept) {
  const features = {};
  for (const [place, name] of names.entries()) {
    if (!isKept(name)) continue;
    const own = [];
    for (let c = 0; c < classes; c += 1) {
      const weight = weights[place * classes + c];
      if (Math.abs(weight) >= LEAST) own.push(c, Math.round(weight * 100));
    }
    if (own.length > 0) features[name] = own;
  }
  return features;
}

/** The same order every time: two trainings give the same file. */
export function shuffle(list, seed) {
  let state = seed;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
}
