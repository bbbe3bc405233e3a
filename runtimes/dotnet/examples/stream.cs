using System.Collections.Generic;
using Kubeless.Functions;

public class stream
{
    // What is given piece by piece is sent piece by piece.
    public IEnumerable<string> handler(Event k8Event, Context k8Context)
    {
        for (int number = 0; number < 3; number++)
        {
            yield return "piece " + number + "\n";
        }
    }
}
