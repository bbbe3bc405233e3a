using System.Threading.Tasks;
using Kubeless.Functions;

public class sleepy
{
    // Sleeps as long as the data say: a call that takes longer than the function's time-out is answered with 408.
    public async Task<object> handler(Event k8Event, Context k8Context)
    {
        await Task.Delay((int)(double.Parse((string)k8Event.Data) * 1000));
        return "slept";
    }
}
