package dev.dromedary.metrics;

import dev.dromedary.kube.House;

class HouseTest implements House {

    @Override
    public String program() {
        return "dev.dromedary.metrics";
    }
}
