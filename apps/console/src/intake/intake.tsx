import type { Unit } from '@anju/contracts/directory';
import type { Ticket } from '@anju/contracts/ticketing';
import { Card } from 'antd';
import { useState } from 'react';
import { Page } from '../parts/page';
import { CaseForm } from './case-form';
import { FindHome, FoundHome } from './find-home';
import { OpenCases } from './open-cases';
import { Recorded } from './recorded';
import { useIntakeWords } from './words';

/** Article 7(1): a call comes in. One panel, by keyboard alone, from the phone number to the number to read out. */
export default function Intake() {
  const say = useIntakeWords();
  const [unit, setUnit] = useState<Unit>();
  const [recorded, setRecorded] = useState<Ticket>();
  const again = (): void => {
    setUnit(undefined);
    setRecorded(undefined);
  };
  return (
    <Page title={say('title')}>
      <div className="intake">
        {recorded ? (
          <Recorded ticket={recorded} another={again} />
        ) : (
          <>
            <Card size="small" title={say('who')}>
              {unit ? (
                <>
                  <FoundHome unit={unit} again={() => setUnit(undefined)} />
                  <OpenCases unitId={unit.id} />
                </>
              ) : (
                <FindHome onFound={setUnit} />
              )}
            </Card>
            <Card size="small" title={say('what')}>
              <CaseForm unit={unit} onRecorded={setRecorded} />
            </Card>
          </>
        )}
      </div>
    </Page>
  );
}
