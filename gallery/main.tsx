import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/source-sans-3';
import { createRoot } from 'react-dom/client';
import { Legend } from '../src/views/parts/Legend.tsx';
import type { Scheme } from '../src/views/paint/ramp.ts';
import '../src/app/theme.css';
import { AblationGrid, Curve, DifferenceMatrix, EffectPicture, Importance } from './Ablation.tsx';
import { Alike } from './Alike.tsx';
import { Costs } from './Costs.tsx';
import { Captioned, Figure, Row } from './Figure.tsx';
import { Goldens } from './Goldens.tsx';
import { Grid } from './Grids.tsx';
import { Matrix } from './Matrices.tsx';
import { Panel } from './Panels.tsx';
import { PATTERN_KINDS } from './patterns.ts';
import { Strip } from './Strips.tsx';
import { HARD_TOKENS, makeTokens } from './tokens.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];
const CAUSAL_KINDS = PATTERN_KINDS.filter((kind) => kind !== 'next');
const FIRST = Uint8Array.from({ length: 20 }, (_, key) => Number(key === 0 || key === 8));
const FIRST_HIDDEN = { keys: FIRST, queries: FIRST };
const PLAIN = makeTokens(14);
const LONG = makeTokens(80);
const ARCS = [
  { query: 12, key: 1, weight: 0.9 },
  { query: 9, key: 0, weight: 0.5 },
  { query: 7, key: 5, weight: 0.2 },
];

function Pictures({ scheme }: { readonly scheme: Scheme }) {
  return (
    <>
      <Figure name="legends" scheme={scheme} width={620}>
        <Legend scale={{ mode: 'absolute', max: 1 }} scheme={scheme} title="weight, absolute" showsLeftOut={null} />
        <Legend
          scale={{ mode: 'head', max: 0.62 }}
          scheme={scheme}
          title="weight, per head"
          showsLeftOut="not allowed"
        />
        <Legend scale={{ mode: 'head', max: 0.02 }} scheme={scheme} title="weight, a flat head" showsLeftOut={null} />
        <Legend scale={{ mode: 'log', max: 1 }} scheme={scheme} title="weight, log" showsLeftOut="hidden" />
      </Figure>
      <Figure name="token-strips" scheme={scheme} width={1300}>
        <Strip tokens={PLAIN} />
        <Strip tokens={PLAIN} arcs={ARCS} />
        <Strip tokens={PLAIN} rest=" and what was too long for the model" />
        <Strip tokens={HARD_TOKENS} />
        <Strip tokens={HARD_TOKENS} kind="local" lit={{ query: 5 }} />
        <Strip tokens={LONG} kind="same_token" lit={{ query: 9, key: 0 }} />
      </Figure>
      <Figure name="grid-4x8" scheme={scheme} width={640}>
        <Grid nLayers={4} nHeads={8} nTokens={18} isCausal scheme={scheme} width={590} height={560} />
      </Figure>
      <Figure name="grid-4x8-sorted" scheme={scheme} width={640}>
        <Grid nLayers={4} nHeads={8} nTokens={18} isCausal scheme={scheme} width={590} height={560} sort="score" />
      </Figure>
      <Figure name="grid-12x12" scheme={scheme} width={640}>
        <Grid nLayers={12} nHeads={12} nTokens={64} isCausal={false} scheme={scheme} width={590} height={560} />
      </Figure>
      <Figure name="grid-24x16" scheme={scheme} width={640}>
        <Grid nLayers={24} nHeads={16} nTokens={128} isCausal scheme={scheme} width={590} height={560} />
      </Figure>
      <Figure name="heatmaps-causal" scheme={scheme} width={1440}>
        <Row>
          {CAUSAL_KINDS.map((kind) => (
            <Matrix key={kind} kind={kind} scheme={scheme} />
          ))}
        </Row>
      </Figure>
      <Figure name="heatmaps-bidirectional" scheme={scheme} width={1440}>
        <Row>
          {PATTERN_KINDS.map((kind) => (
            <Matrix key={kind} kind={kind} scheme={scheme} isCausal={false} />
          ))}
        </Row>
      </Figure>
      <Figure name="heatmaps-states" scheme={scheme} width={1440}>
        <Row>
          <Matrix caption="lit row and column, tooltip" kind="random" scheme={scheme} lit={{ query: 12, key: 4 }} />
          <Matrix
            caption="lit on another heatmap"
            kind="local"
            scheme={scheme}
            lit={{ query: 12, key: 4, source: null }}
          />
          <Matrix caption="future cell" kind="random" scheme={scheme} lit={{ query: 3, key: 12 }} />
          <Matrix caption="tooltip in the far corner" kind="local" scheme={scheme} lit={{ query: 19, key: 19 }} />
          <Matrix caption="hidden keys" kind="sink and previous" scheme={scheme} hidden={FIRST_HIDDEN} />
          <Matrix
            caption="hidden keys, a row lit"
            kind="sink and previous"
            scheme={scheme}
            hidden={FIRST_HIDDEN}
            lit={{ query: 11, key: 10 }}
          />
          <Matrix caption="scale per head" kind="uniform" scheme={scheme} mode="head" label={null} />
          <Matrix caption="scale log" kind="random" scheme={scheme} mode="log" label={null} />
          <Matrix caption="evidence: a column" kind="column" scheme={scheme} label="vertical" />
          <Matrix caption="evidence: punctuation" kind="column" scheme={scheme} label="punctuation" />
          <Matrix
            caption="7 queries, 12 keys"
            kind="random"
            scheme={scheme}
            nTokens={12}
            nQueries={7}
            isCausal={false}
          />
          <Matrix caption="25 hard tokens" kind="self" scheme={scheme} tokens={HARD_TOKENS} isCausal={false} />
        </Row>
      </Figure>
      <Figure name="heatmaps-sizes" scheme={scheme} width={1440}>
        <Row>
          <Matrix caption="2 tokens" kind="previous" scheme={scheme} nTokens={2} />
          <Matrix caption="6 tokens" kind="previous" scheme={scheme} nTokens={6} />
          <Matrix caption="48 tokens" kind="induction" scheme={scheme} nTokens={48} lit={{ query: 31, key: 23 }} />
          <Matrix caption="128 tokens" kind="local" scheme={scheme} nTokens={128} />
          <Matrix caption="256 tokens, small" kind="previous" scheme={scheme} nTokens={256} side={250} />
          <Matrix caption="256 tokens, large" kind="same_token" scheme={scheme} nTokens={256} side={700} />
        </Row>
      </Figure>
      <Figure name="label-panels" scheme={scheme} width={1100}>
        <Captioned caption="a clear label">
          <Panel kind="previous" nTokens={20} />
        </Captioned>
        <Captioned caption="a preview over many sentences">
          <Panel kind="induction" nTokens={40} isPreview nSentences={128} />
        </Captioned>
        <Captioned caption="too short">
          <Panel kind="previous" nTokens={4} />
        </Captioned>
      </Figure>
      <AblationPictures scheme={scheme} />
    </>
  );
}

function AblationPictures({ scheme }: { readonly scheme: Scheme }) {
  return (
    <>
      <Figure name="ablation-grids" scheme={scheme} width={1440}>
        <Row>
          <AblationGrid nLayers={4} nHeads={8} scheme={scheme} width={590} height={430} shows="difference" />
          <AblationGrid nLayers={4} nHeads={8} scheme={scheme} width={590} height={430} shows="facts" />
          <AblationGrid nLayers={4} nHeads={8} scheme={scheme} width={590} height={430} shows="turned" />
          <AblationGrid nLayers={12} nHeads={12} scheme={scheme} width={590} height={560} shows="facts" />
          <AblationGrid nLayers={12} nHeads={12} scheme={scheme} width={590} height={560} shows="turned" />
        </Row>
      </Figure>
      <Figure name="ablation-differences" scheme={scheme} width={1000}>
        <Row>
          <DifferenceMatrix scheme={scheme} />
          <DifferenceMatrix scheme={scheme} isHidden />
        </Row>
      </Figure>
      <Figure name="ablation-importance" scheme={scheme} width={700}>
        <Importance nLayers={4} nHeads={8} part={0.7} scheme={scheme} hasList />
      </Figure>
      <Figure name="ablation-importance-144" scheme={scheme} width={700}>
        <Importance nLayers={12} nHeads={12} part={1} scheme={scheme} />
      </Figure>
      <Figure name="ablation-curves" scheme={scheme} width={1440}>
        <Row>
          <Curve nHeads={32} part={1} width={640} />
          <Curve nHeads={144} part={0.5} width={640} />
        </Row>
      </Figure>
      <Figure name="costs" scheme={scheme} width={1100}>
        <Row>
          <Costs width={640} refused={[]} />
          <Costs width={358} refused={[16, 64]} />
        </Row>
      </Figure>
      <Figure name="ablation-effect" scheme={scheme} width={800}>
        <EffectPicture />
      </Figure>
      <Figure name="ablation-alike" scheme={scheme} width={1200}>
        <Alike nLayers={4} nHeads={8} scheme={scheme} side={520} />
        <Alike nLayers={12} nHeads={12} scheme={scheme} side={520} />
      </Figure>
      <Figure name="ablation-phone" scheme={scheme} width={390}>
        <EffectPicture />
        <Importance nLayers={4} nHeads={8} part={1} scheme={scheme} hasList />
        <Curve nHeads={32} part={1} width={358} />
        <Alike nLayers={4} nHeads={8} scheme={scheme} side={358} />
      </Figure>
    </>
  );
}

createRoot(document.querySelector('#app') ?? document.body).render(
  <>
    {SCHEMES.map((scheme) => (
      <Pictures key={scheme} scheme={scheme} />
    ))}
    <Goldens />
  </>,
);
